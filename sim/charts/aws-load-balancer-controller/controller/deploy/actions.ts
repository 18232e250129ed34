import { isDeepStrictEqual } from "node:util";
import { defined } from "../../../../core/defined.ts";
import type { Action, RedirectConfig, RuleCondition, RuleTransform } from "../../../../aws/elbv2/shapes.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { RuleAction } from "../model.ts";
import { byKey } from "./match.ts";
import type { Deployment } from "./context.ts";

/** Actions as AWS takes them. */
export function sdkActions(deployment: Deployment, actions: readonly RuleAction[]): Action[] {
  return actions.map((action, index) => ({ ...sdkAction(deployment, action), Order: index + 1 }));
}

function sdkAction(deployment: Deployment, action: RuleAction): Action {
  switch (action.type) {
    case "fixed-response":
      return { Type: action.type, FixedResponseConfig: action.config };
    case "redirect":
      return { Type: action.type, RedirectConfig: action.config };
    case "forward":
      return {
        Type: action.type,
        ForwardConfig: {
          TargetGroups: action.targetGroups.map(({ targetGroup, weight }) => ({
            TargetGroupArn: deployment.resolve(targetGroup),
            ...defined({ Weight: weight }),
          })),
          ...defined({ TargetGroupStickinessConfig: action.stickiness }),
        },
      };
  }
}

/** Whether AWS has what is wanted, apart from what AWS fills in. Facts: pkg/equality/elbv2. */
export function sameActions(desired: readonly Action[], present: readonly Action[]): boolean {
  const inOrder = (actions: readonly Action[]) =>
    [...actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  const [wanted, found] = [inOrder(desired), inOrder(present)];
  return (
    wanted.length === found.length && wanted.every((action, index) => sameAction(action, found[index] ?? {}))
  );
}

function sameAction(wanted: Action, found: Action): boolean {
  return (
    wanted.Type === found.Type &&
    isDeepStrictEqual(
      withoutUndefined(wanted.FixedResponseConfig),
      withoutUndefined(found.FixedResponseConfig),
    ) &&
    isDeepStrictEqual(fullRedirect(wanted.RedirectConfig), fullRedirect(found.RedirectConfig)) &&
    sameForward(wanted.ForwardConfig, found.ForwardConfig)
  );
}

function sameForward(wanted: Action["ForwardConfig"], found: Action["ForwardConfig"]): boolean {
  if (wanted === undefined || found === undefined) return wanted === found;
  const stickiness = wanted.TargetGroupStickinessConfig;
  return (
    isDeepStrictEqual(comparableGroups(wanted), comparableGroups(found)) &&
    (stickiness === undefined ||
      isDeepStrictEqual(withoutUndefined(stickiness), withoutUndefined(found.TargetGroupStickinessConfig)))
  );
}

/** In the order of ARNs; the weight of a single group does not matter. */
function comparableGroups({ TargetGroups = [] }: NonNullable<Action["ForwardConfig"]>): readonly object[] {
  const groups = byKey(TargetGroups, ({ TargetGroupArn }) => TargetGroupArn ?? "");
  return groups.map(({ TargetGroupArn, Weight }) =>
    groups.length === 1 ? { TargetGroupArn } : { TargetGroupArn, Weight },
  );
}

function fullRedirect(config: RedirectConfig | undefined): RedirectConfig | undefined {
  return (
    config && {
      Host: "#{host}",
      Path: "/#{path}",
      Port: "#{port}",
      Protocol: "#{protocol}",
      Query: "#{query}",
      ...defined(config),
    }
  );
}

/** Whether two lists of transforms say the same, in any order of their types. */
export function sameTransforms(
  desired: readonly RuleTransform[],
  present: readonly RuleTransform[] = [],
): boolean {
  const ordered = (transforms: readonly RuleTransform[]) => byKey(transforms, ({ Type }) => Type ?? "");
  return isDeepStrictEqual(ordered(desired), ordered(present));
}

/** Whether two lists of conditions say the same, in any order. */
export function sameConditions(
  desired: readonly RuleCondition[],
  present: readonly RuleCondition[],
): boolean {
  return isDeepStrictEqual(comparableConditions(desired), comparableConditions(present));
}

/** Without AWS's older spelling beside the typed configuration, and without any order. */
function comparableConditions(conditions: readonly RuleCondition[]): readonly string[] {
  return conditions
    .map(({ Field, Values: _values, RegexValues: _regexValues, ...configs }) =>
      canonicalJson({ Field, configs: Object.values(configs).map(unordered) }),
    )
    .sort();
}

function unordered(config: object): object {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]: [string, unknown]) => [
      key,
      Array.isArray(value) ? value.map((entry) => canonicalJson(entry)).sort() : value,
    ]),
  );
}

function withoutUndefined<T extends object>(value: T | undefined): object | undefined {
  return value && defined(value);
}
