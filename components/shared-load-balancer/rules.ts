import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SharedTargetGroups } from "../shared-target-groups/index.ts";
import { createChild } from "../shared/child.ts";
import { planRules } from "../shared/routing/plan.ts";
import type { PlannedRule, RuleConditions, RuleTransforms } from "../shared/routing/rule.ts";
import { ruleAction } from "./actions.ts";
import type { Former } from "./former.ts";
import { assignPriorities, type Priorities, type PriorityRange } from "./priorities.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

/** What load balancers and rules are made from, besides the args. */
export interface Needs {
  readonly targetGroups: SharedTargetGroups;
  /** What there was before this update. */
  readonly former: Promise<Former>;
}

/** Where rules are added. */
export interface RuleListener {
  /** Beginning of the rules' Pulumi names. */
  readonly name: string;
  readonly arn: pulumi.Input<string>;
  readonly range: PriorityRange;
  /** Looks at numbers that rules get and that none of them had before. */
  readonly checkNew?: (priorities: readonly number[], listenerArn: string) => Promise<void>;
}

/**
 * The rules of one listener. A rule is named by its app and its conditions, so that a route that is added, changed or moved
 * leaves those of others as they are.
 */
export function createRules(
  parent: pulumi.Resource,
  listener: RuleListener,
  args: ResolvedSharedLoadBalancerArgs,
  { former, targetGroups }: Needs,
): readonly aws.lb.ListenerRule[] {
  const planned = planRules(args.apps, args.quotas).map((rule) => ({
    rule,
    name: `${listener.name}-${rule.app}-${keyOf(rule)}`,
  }));
  const priorities = prioritiesOf(
    planned.map(({ name }) => name),
    listener,
    former,
  );
  const rules: aws.lb.ListenerRule[] = [];
  for (const { rule, name } of planned) {
    rules.push(
      createChild(aws.lb.ListenerRule, name, {
        args: {
          // All but one have the listener from that one: at another listener all are deleted before any is made, as a target
          // group belongs to one load balancer.
          listenerArn: rules[0]?.listenerArn ?? listener.arn,
          priority: priorities.apply((numbers) => numbers[name]!),
          conditions: conditionsOf(rule.conditions),
          actions: [ruleAction(rule.action, rule.app, args, targetGroups)],
          transforms: transformsOf(rule.transforms),
          tags: { Name: name, ...args.tags },
        },
        opts: { parent, deleteBeforeReplace: true },
        transform: args.transform.rule,
      }),
    );
  }
  return rules;
}

function keyOf({ conditions }: PlannedRule): string {
  return createHash("sha256").update(JSON.stringify(conditions)).digest("hex").slice(0, 8);
}

function prioritiesOf(
  names: readonly string[],
  { arn, range, checkNew }: RuleListener,
  former: Promise<Former>,
): pulumi.Output<Priorities> {
  return pulumi.all([former, checkNew && arn]).apply(async ([{ priorities: before }, listenerArn]) => {
    const priorities = assignPriorities(names, before, range);
    const known = new Set(Object.values(before));
    const added = Object.values(priorities).filter((priority) => !known.has(priority));
    if (listenerArn !== undefined) await checkNew!(added, listenerArn);
    return priorities;
  });
}

function conditionsOf({
  hosts,
  paths,
  headers,
  query,
  methods,
  sourceCidrs,
}: RuleConditions): aws.types.input.lb.ListenerRuleCondition[] {
  return [
    ...ifAny(hosts, (values) => ({ hostHeader: { values } })),
    ...ifAny(paths, (values) => ({ pathPattern: { values } })),
    ...headers.map(({ name, values }) => ({ httpHeader: { httpHeaderName: name, values: [...values] } })),
    ...query.map((pair) => ({ queryStrings: [{ ...pair }] })),
    ...ifAny(methods, (values) => ({ httpRequestMethod: { values } })),
    ...ifAny(sourceCidrs, (values) => ({ sourceIp: { values } })),
  ];
}

function ifAny<T>(values: readonly string[], condition: (values: string[]) => T): T[] {
  return values.length === 0 ? [] : [condition([...values])];
}

function transformsOf({ url, host }: RuleTransforms): aws.types.input.lb.ListenerRuleTransform[] {
  const both = [
    url && { type: "url-rewrite", urlRewriteConfig: { rewrite: url } },
    host && { type: "host-header-rewrite", hostHeaderRewriteConfig: { rewrite: host } },
  ];
  return both.filter((transform) => transform !== undefined);
}
