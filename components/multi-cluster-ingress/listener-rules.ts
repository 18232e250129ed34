import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { REVISION_TAG } from "./revision.ts";

/** A rule of the listener that forwards to pods. */
export interface FoundRule {
  /** State of the Ingress that it was made from; undefined if that was made by an earlier version of this component. */
  readonly revision: string | undefined;
  readonly targetGroupArns: readonly string[];
}

/** Rules of a listener, in the order of their priority. */
export interface FoundRules {
  readonly rules: readonly FoundRule[];
  /** What AWS said where there was no further one; empty if it was not asked. */
  readonly end: string;
}

/** How many rules are asked for at a time, after the first. */
const AT_ONCE = 8;

/**
 * Reads rules by their priorities, which the controller counts from 1.
 *
 * @param wanted how many at most, and the rule after which no further one is of interest.
 */
export async function readRules(
  listenerArn: string,
  { count, isLast }: { readonly count: number; readonly isLast: (rule: FoundRule) => boolean },
  opts: pulumi.InvokeOptions,
): Promise<FoundRules> {
  const rules: FoundRule[] = [];
  while (rules.length < count) {
    const size = rules.length === 0 ? 1 : Math.min(AT_ONCE, count - rules.length);
    const priorities = Array.from({ length: size }, (_, index) => rules.length + 1 + index);
    const answers = await Promise.allSettled(
      priorities.map((priority) => aws.lb.getListenerRule({ listenerArn, priority }, opts)),
    );
    for (const answer of answers) {
      if (answer.status === "rejected") return { rules, end: (answer.reason as Error).message };
      rules.push(foundRule(answer.value));
      if (isLast(rules.at(-1)!)) return { rules, end: "" };
    }
  }
  return { rules, end: "" };
}

function foundRule({ actions = [], tags }: aws.lb.GetListenerRuleResult): FoundRule {
  return { revision: tags[REVISION_TAG], targetGroupArns: forwardedTo(actions) };
}

/** The default rule of a listener. */
export function defaultRule({
  defaultActions = [],
  tags = {},
}: Partial<aws.lb.GetListenerResult>): FoundRule {
  return { revision: tags[REVISION_TAG], targetGroupArns: forwardedTo(defaultActions) };
}

interface Action {
  readonly forwards?: readonly { readonly targetGroups?: readonly { readonly arn: string }[] }[];
}

function forwardedTo(actions: readonly Action[]): readonly string[] {
  return actions
    .flatMap(({ forwards = [] }) => forwards)
    .flatMap(({ targetGroups = [] }) => targetGroups.map(({ arn }) => arn));
}
