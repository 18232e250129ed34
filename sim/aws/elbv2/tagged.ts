import type { Tag } from "../tags.ts";
import { validationError } from "./errors.ts";
import type { Elbv2State } from "./state.ts";

/** What every ELBv2 object has. */
export interface Tagged {
  tags: readonly Tag[];
}

/** The object with this ARN, whatever its kind; undefined if there is none. */
export function findTagged(state: Elbv2State, arn: string): Tagged | undefined {
  return (
    state.loadBalancers.find(arn) ??
    state.targetGroups.find(arn) ??
    state.listeners.find(arn) ??
    state.rules.find(arn)
  );
}

/** The object with this ARN, whatever its kind. @throws AwsError the not-found error of its kind. */
export function requireTagged(state: Elbv2State, arn: string): Tagged {
  const found = findTagged(state, arn);
  if (found !== undefined) return found;
  if (arn.includes(":targetgroup/")) return state.targetGroups.get(arn);
  if (arn.includes(":listener-rule/")) return state.rules.get(arn);
  if (arn.includes(":listener/")) return state.listeners.get(arn);
  if (arn.includes(":loadbalancer/")) return state.loadBalancers.get(arn);
  throw validationError(`'${arn}' is not a valid ARN`);
}
