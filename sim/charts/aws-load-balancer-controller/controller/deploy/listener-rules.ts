import type { Action, Rule } from "../../../../aws/elbv2/shapes.ts";
import { NotSimulated } from "../../../../core/errors.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { retry } from "../aws/retry.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { ListenerResource, ListenerRuleResource, Tags } from "../model.ts";
import { sameActions, sameConditions, sameTransforms, sdkActions } from "./actions.ts";
import type { Deployment } from "./context.ts";
import { LISTENER_VISIBILITY } from "./listeners.ts";
import type { Tagged } from "./tagged-resources.ts";
import { sortedTags } from "./tags.ts";

interface Wanted {
  readonly rule: ListenerRuleResource;
  readonly actions: readonly Action[];
}

type Found = Tagged<Rule>;

interface Pair {
  readonly wanted: Wanted;
  readonly found: Found;
}

/** Priorities of rules that are about to go are counted down from here, out of the way of those that stay. */
const LAST_PRIORITY = 50_000;

/** Brings each listener's rules to what is wanted. Facts: pkg/deploy/elbv2/listener_rule_synthesizer.go. */
export function* deployListenerRules(deployment: Deployment): Task<void> {
  for (const listener of deployment.stack.listeners) {
    const arn = deployment.listenerArns.get(listener.port);
    if (arn !== undefined) yield* deployRulesOf(deployment, listener, arn);
  }
}

function* deployRulesOf(deployment: Deployment, listener: ListenerResource, arn: string): Task<void> {
  const present = deployment.tagged.rules(arn);
  const wanted = listener.rules.map((rule) => ({ rule, actions: sdkActions(deployment, rule.actions) }));
  const { moved, changed, unchanged, missing, superfluous } = matchRules(wanted, present);
  if (moved.length > 0) setPriorities(deployment, moved, superfluous);
  for (const pair of changed) {
    deployment.aws.call("elasticloadbalancing", "ModifyRule", {
      RuleArn: pair.found.object.RuleArn,
      Actions: pair.wanted.actions,
      Conditions: pair.wanted.rule.conditions,
      ...changedTransforms(pair.wanted.rule),
    });
  }
  yield* createAndDelete(deployment, listener, arn, { present: present.length, missing, superfluous });
  for (const pair of [...moved, ...unchanged, ...changed]) {
    const tags = ruleTags(deployment, listener, pair.wanted.rule);
    deployment.tagged.reconcile(pair.found.object.RuleArn, tags, pair.found.tags);
  }
}

/** Equal rules keep their ARN, wherever they are; of the others, those at the same priority are changed. */
function matchRules(wanted: readonly Wanted[], present: readonly Found[]) {
  const moved: Pair[] = [];
  const unchanged: Pair[] = [];
  const left = [...present];
  const unmatched: Wanted[] = [];
  for (const want of wanted) {
    const index = left.findIndex(
      ({ object }) =>
        sameActions(want.actions, object.Actions) &&
        sameConditions(want.rule.conditions, object.Conditions) &&
        sameTransforms(want.rule.transforms, object.Transforms),
    );
    const [found] = index < 0 ? [] : left.splice(index, 1);
    if (found === undefined) unmatched.push(want);
    else if (priorityOf(found) === want.rule.priority) unchanged.push({ wanted: want, found });
    else moved.push({ wanted: want, found });
  }
  const changed: Pair[] = [];
  const missing: Wanted[] = [];
  for (const want of unmatched) {
    const index = left.findIndex((found) => priorityOf(found) === want.rule.priority);
    const [found] = index < 0 ? [] : left.splice(index, 1);
    if (found === undefined) missing.push(want);
    else changed.push({ wanted: want, found });
  }
  return { moved, changed, unchanged, missing, superfluous: left.sort(byPriority) };
}

/** A rule that is to have no transforms is told so: an empty list leaves those that it has. */
function changedTransforms({ transforms }: ListenerRuleResource) {
  return transforms.length > 0 ? { Transforms: transforms } : { ResetTransforms: true };
}

function setPriorities({ aws }: Deployment, moved: readonly Pair[], superfluous: readonly Found[]): void {
  const away = [...superfluous].reverse().map(({ object }, index) => ({
    RuleArn: object.RuleArn,
    Priority: LAST_PRIORITY - index,
  }));
  const ours = moved.map(({ wanted, found }) => ({
    RuleArn: found.object.RuleArn,
    Priority: wanted.rule.priority,
  }));
  aws.call("elasticloadbalancing", "SetRulePriorities", { RulePriorities: [...away, ...ours] });
}

interface Differences {
  /** How many rules the listener has. */
  readonly present: number;
  readonly missing: readonly Wanted[];
  readonly superfluous: readonly Found[];
}

/** Creates before it deletes; only where AWS says that there are too many rules, it takes turns. */
function* createAndDelete(
  deployment: Deployment,
  listener: ListenerResource,
  arn: string,
  { present, missing, superfluous }: Differences,
): Task<void> {
  const [toCreate, toDelete] = [[...missing], [...superfluous]];
  let count = present;
  let limit: number | undefined;
  while (toCreate.length > 0 || toDelete.length > 0) {
    const [next] = toCreate;
    if (next !== undefined && count !== limit) {
      try {
        yield* create(deployment, listener, arn, next);
      } catch (error) {
        if (limit !== undefined || !(error instanceof TooManyRules)) throw error;
        limit = count;
        continue;
      }
      toCreate.shift();
      count++;
      continue;
    }
    const doomed = toDelete.shift();
    if (doomed === undefined) {
      throw new Error("Unable to synthesize listener rules, there's too many attached.");
    }
    deployment.aws.call("elasticloadbalancing", "DeleteRule", { RuleArn: doomed.object.RuleArn });
    count--;
  }
}

class TooManyRules extends Error {}

function* create(
  deployment: Deployment,
  listener: ListenerResource,
  ListenerArn: string,
  { rule, actions }: Wanted,
): Task<void> {
  try {
    yield* retry(LISTENER_VISIBILITY, () =>
      deployment.aws.call("elasticloadbalancing", "CreateRule", {
        ListenerArn,
        Priority: rule.priority,
        Conditions: rule.conditions,
        Actions: actions,
        Transforms: rule.transforms,
        Tags: sortedTags(ruleTags(deployment, listener, rule)),
      }),
    );
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    const message = `failed to create listener rule: ${(error as Error).message}`;
    throw hasCode(error, "TooManyRules") ? new TooManyRules(message) : new Error(message);
  }
}

function ruleTags(deployment: Deployment, { port }: ListenerResource, rule: ListenerRuleResource): Tags {
  return deployment.tagsOf(`${port}:${rule.priority}`, rule.tags);
}

function priorityOf({ object }: Found): number {
  return Number(object.Priority);
}

function byPriority(a: Found, b: Found): number {
  return priorityOf(a) - priorityOf(b);
}
