import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { AwsError } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import type { Tag } from "../../tags.ts";
import { newActions } from "./action.ts";
import { ruleArn } from "../arns.ts";
import { onCreate, onResources } from "../authorization.ts";
import { newConditions } from "./condition.ts";
import { checkRange, validationError } from "../errors.ts";
import { targetGroupUseChanged } from "../health/health-checks.ts";
import { quotaOf } from "../quotas.ts";
import type { RuleRecord } from "../records.ts";
import type { Action, Rule, RuleCondition, RuleTransform } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { withTags } from "../tags.ts";
import { forwardedTo } from "../target-group/usage.ts";
import { newTransforms } from "./transform.ts";

const MAX_PRIORITY = 50_000;

export interface CreateRuleInput {
  readonly ListenerArn: string;
  readonly Priority: number;
  readonly Conditions: readonly RuleCondition[];
  readonly Actions: readonly Action[];
  readonly Transforms?: readonly RuleTransform[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface RulesOutput {
  readonly Rules: readonly Rule[];
}

export const createRule = operation<CreateRuleInput, RulesOutput>({
  authorize: (cloud, { ListenerArn, Tags }) =>
    onCreate(cloud, "CreateRule", { created: ruleArn(ListenerArn, "*"), addedTo: ListenerArn, tags: Tags }),
  run(cloud, parameters) {
    const listener = elbv2State(cloud).listeners.get(parameters.ListenerArn);
    const loadBalancer = elbv2State(cloud).loadBalancers.get(listener.loadBalancerArn);
    checkRange(parameters.Priority, "priority", 1, MAX_PRIORITY);
    const conditions = newConditions(parameters.Conditions);
    const actions = newActions(cloud, loadBalancer, parameters.Actions, "actions");
    const transforms = newTransforms(parameters.Transforms ?? []);
    const tags = withTags([], parameters.Tags ?? []);
    checkPriorityFree(cloud, listener.arn, parameters.Priority);
    const listeners = elbv2State(cloud).listeners.where(
      (other) => other.loadBalancerArn === loadBalancer.arn,
    );
    const present = listeners
      .flatMap(({ arn }) => rulesOf(cloud, arn))
      .filter((rule) => rule.priority !== "default");
    if (present.length >= quotaOf(cloud, "rules-per-application-load-balancer")) {
      throw new AwsError(
        "TooManyRules",
        `The maximum number of rules on load balancer '${loadBalancer.arn}' has been reached`,
      );
    }
    const arn = ruleArn(listener.arn, cloud.ids.hex(16));
    const rule = elbv2State(cloud).rules.set(arn, {
      arn,
      listenerArn: listener.arn,
      priority: parameters.Priority,
      conditions,
      actions,
      ...transforms,
      tags,
    });
    targetGroupUseChanged(cloud, forwardedTo(actions));
    return { Rules: [describe(rule)] };
  },
});

interface DescribeRulesInput {
  readonly ListenerArn?: string | undefined;
  readonly RuleArns?: readonly string[] | undefined;
}

export const describeRules = operation<DescribeRulesInput, RulesOutput>({
  run(cloud, { ListenerArn: listenerArn, RuleArns: arns }) {
    if (listenerArn !== undefined && arns !== undefined) {
      throw validationError("Listener rule ARNs and a listener ARN cannot be specified at the same time");
    }
    if (listenerArn !== undefined) {
      elbv2State(cloud).listeners.get(listenerArn);
      return { Rules: rulesOf(cloud, listenerArn).map(describe) };
    }
    if (arns === undefined || arns.length === 0) {
      throw validationError("You must specify either listener rule ARNs or a listener ARN");
    }
    const found = arns.flatMap((arn) => elbv2State(cloud).rules.find(arn) ?? []);
    if (found.length < arns.length) throw new AwsError("RuleNotFound", "One or more rules not found");
    return { Rules: found.map(describe) };
  },
});

interface ModifyRuleInput {
  readonly RuleArn: string;
  readonly Conditions?: readonly RuleCondition[] | undefined;
  readonly Actions?: readonly Action[] | undefined;
  readonly Transforms?: readonly RuleTransform[] | undefined;
  /** Takes all transforms away; without it, a request without transforms leaves them. */
  readonly ResetTransforms?: boolean | undefined;
}

export const modifyRule = operation<ModifyRuleInput, RulesOutput>({
  authorize: (cloud, { RuleArn }) => onResources(cloud, "ModifyRule", [RuleArn]),
  run(cloud, { RuleArn, Conditions, Actions, Transforms = [], ResetTransforms = false }) {
    const rule = elbv2State(cloud).rules.get(RuleArn);
    checkNotDefault(rule, "modified");
    if (Conditions === undefined && Actions === undefined && Transforms.length === 0 && !ResetTransforms) {
      throw validationError("Either conditions or actions must be specified");
    }
    if (Transforms.length > 0 && ResetTransforms) {
      throw validationError("Transforms and ResetTransforms cannot be specified at the same time");
    }
    const { transforms } = newTransforms(Transforms);
    const conditions = Conditions === undefined ? rule.conditions : newConditions(Conditions);
    const { loadBalancerArn } = elbv2State(cloud).listeners.get(rule.listenerArn);
    const loadBalancer = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
    const actions =
      Actions === undefined ? rule.actions : newActions(cloud, loadBalancer, Actions, "actions");
    const affected = [...forwardedTo(rule.actions), ...forwardedTo(actions)];
    rule.conditions = conditions;
    rule.actions = actions;
    if (ResetTransforms) delete rule.transforms;
    if (transforms !== undefined) rule.transforms = transforms;
    if (Actions !== undefined) targetGroupUseChanged(cloud, affected);
    return { Rules: [describe(rule)] };
  },
});

export const deleteRule = operation<{ readonly RuleArn: string }, object>({
  authorize: (cloud, { RuleArn }) => onResources(cloud, "DeleteRule", [RuleArn]),
  run(cloud, { RuleArn }) {
    const rule = elbv2State(cloud).rules.get(RuleArn);
    checkNotDefault(rule, "deleted");
    elbv2State(cloud).rules.delete(RuleArn);
    targetGroupUseChanged(cloud, forwardedTo(rule.actions));
    return {};
  },
});

interface SetRulePrioritiesInput {
  readonly RulePriorities: readonly { readonly RuleArn: string; readonly Priority: number }[];
}

export const setRulePriorities = operation<SetRulePrioritiesInput, RulesOutput>({
  authorize: (cloud, { RulePriorities }) =>
    onResources(
      cloud,
      "SetRulePriorities",
      RulePriorities.map(({ RuleArn }) => RuleArn),
    ),
  run(cloud, { RulePriorities }) {
    const changes = RulePriorities.map(({ RuleArn, Priority }) => {
      checkRange(Priority, "priority", 1, MAX_PRIORITY);
      return { rule: elbv2State(cloud).rules.get(RuleArn), priority: Priority };
    });
    const moved = new Set(changes.map(({ rule }) => rule.arn));
    for (const [index, { rule, priority }] of changes.entries()) {
      checkNotDefault(rule, "modified");
      const twice = changes
        .slice(0, index)
        .some((earlier) => earlier.rule.listenerArn === rule.listenerArn && earlier.priority === priority);
      if (twice) throw validationError(`Priority '${priority}' was provided multiple times`);
      // Rules that move at the same time may swap places.
      checkPriorityFree(cloud, rule.listenerArn, priority, moved);
    }
    for (const { rule, priority } of changes) rule.priority = priority;
    return { Rules: changes.map(({ rule }) => describe(rule)) };
  },
});

/** The rules of a listener in the order in which they are tried; the default rule is the last. */
export function rulesOf(cloud: Cloud, listenerArn: string): RuleRecord[] {
  const rank = ({ priority }: RuleRecord) => (priority === "default" ? MAX_PRIORITY + 1 : priority);
  return elbv2State(cloud)
    .rules.where((rule) => rule.listenerArn === listenerArn)
    .sort((a, b) => rank(a) - rank(b));
}

/** The rule as the API shows it. */
export function describe(rule: RuleRecord): Rule {
  return {
    RuleArn: rule.arn,
    Priority: String(rule.priority),
    Conditions: rule.conditions,
    Actions: rule.actions,
    ...defined({ Transforms: rule.transforms }),
    IsDefault: rule.priority === "default",
  };
}

function checkPriorityFree(
  cloud: Cloud,
  listenerArn: string,
  priority: number,
  except: ReadonlySet<string> = new Set(),
): void {
  if (rulesOf(cloud, listenerArn).some((rule) => rule.priority === priority && !except.has(rule.arn))) {
    throw new AwsError("PriorityInUse", `Priority '${priority}' is currently in use`);
  }
}

function checkNotDefault(rule: RuleRecord, verb: "modified" | "deleted"): void {
  if (rule.priority === "default") {
    throw new AwsError("OperationNotPermitted", `Default rule '${rule.arn}' cannot be ${verb}`);
  }
}
