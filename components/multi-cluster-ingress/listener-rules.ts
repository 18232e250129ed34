import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { REVISION_TAG } from "../shared/revision.ts";

/** A rule of the listener that forwards to pods. */
export interface FoundRule {
  /** State of the Ingress that it was made from; undefined if that was made by an earlier version of this component. */
  readonly revision: string | undefined;
  readonly targetGroupArns: readonly string[];
  /** The controller's words in place of a Service that is not there. */
  readonly unavailable: readonly string[];
}

/** How many rules are asked for at a time, after the first. */
const AT_ONCE = 8;

/**
 * Reads rules by their priorities, which the controller counts from 1. Their list ends where AWS knows no further one.
 *
 * @param wanted how many at most, and the rule after which no further one is of interest.
 */
export async function readRules(
  listenerArn: string,
  { count, isLast }: { readonly count: number; readonly isLast: (rule: FoundRule) => boolean },
  opts: pulumi.InvokeOptions,
): Promise<readonly FoundRule[]> {
  const rules: FoundRule[] = [];
  while (rules.length < count) {
    const size = rules.length === 0 ? 1 : Math.min(AT_ONCE, count - rules.length);
    const priorities = Array.from({ length: size }, (_, index) => rules.length + 1 + index);
    const answers = await Promise.allSettled(
      priorities.map((priority) => aws.lb.getListenerRule({ listenerArn, priority }, opts)),
    );
    for (const answer of answers) {
      if (answer.status === "rejected") return rules;
      rules.push(foundRule(answer.value));
      if (isLast(rules.at(-1)!)) return rules;
    }
  }
  return rules;
}

function foundRule({ actions = [], tags }: aws.lb.GetListenerRuleResult): FoundRule {
  return describe(actions, tags);
}

/** The default rule of a listener. */
export function defaultRule({
  defaultActions = [],
  tags = {},
}: Partial<aws.lb.GetListenerResult>): FoundRule {
  return describe(defaultActions, tags);
}

interface Action {
  readonly forwards?: readonly { readonly targetGroups?: readonly { readonly arn: string }[] }[];
  readonly fixedResponses?: readonly { readonly statusCode: string; readonly messageBody: string }[];
}

function describe(actions: readonly Action[], tags: Readonly<Record<string, string>>): FoundRule {
  return {
    revision: tags[REVISION_TAG],
    targetGroupArns: forwardedTo(actions),
    unavailable: actions.flatMap(({ fixedResponses = [] }) =>
      fixedResponses.filter(isControllers).map(({ messageBody }) => messageBody),
    ),
  };
}

/** pkg/ingress/enhanced_backend_builder.go */
function isControllers({ statusCode, messageBody }: { statusCode: string; messageBody: string }): boolean {
  return statusCode === "503" && /^Backend (service|action) does not exist$/.test(messageBody);
}

function forwardedTo(actions: readonly Action[]): readonly string[] {
  return actions
    .flatMap(({ forwards = [] }) => forwards)
    .flatMap(({ targetGroups = [] }) => targetGroups.map(({ arn }) => arn));
}
