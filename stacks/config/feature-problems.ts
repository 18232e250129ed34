/** What is wrong with features of the load balancer, in so far as it is the same for all. */
import type { Problem } from "../../components/index.ts";
import type { FeatureKey } from "./feature-keys.ts";
import type { ConfigProblem } from "./issues.ts";

/** What a feature's component would refuse, as problems of its key. Tags are those of all components: others say it of them. */
export function ofFeature(key: FeatureKey, problems: readonly Problem[]): ConfigProblem[] {
  return problems
    .filter(({ keys: [arg] }) => arg !== "tags")
    .map(({ path, reason }) => ({ path: `${key}.${path}`, reason }));
}

/** A feature that a listener of somebody else has already. @param owner what has one: `load balancer that has logs`. */
export function besideListener(key: FeatureKey, owner: string): ConfigProblem {
  return {
    path: key,
    reason: `is set, but ingress.listenerArn puts the routes on a ${owner} of its own; remove it`,
  };
}

/** A feature with names, and without the zone that they are in. */
export function withoutZone(key: "certificate" | "dns"): ConfigProblem {
  return {
    path: `${key}.zone`,
    reason: "is missing; give the hosted zone of the names, by id or by name",
  };
}
