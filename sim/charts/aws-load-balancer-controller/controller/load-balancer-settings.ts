import type { ControllerConfig } from "./config.ts";
import type { Scheme } from "./model.ts";

/** The scheme that annotations give a load balancer, or the controller's default. */
export function schemeOf(config: ControllerConfig, given: string | undefined): Scheme {
  if (given === undefined) return config.defaultLoadBalancerScheme;
  if (given === "internet-facing" || given === "internal") return given;
  throw new Error(`unknown scheme: ${given}`);
}

const MAX_NAME_LENGTH = 32;

/** A name that annotations give a load balancer. @throws Error when it is too long. */
export function checkedName(name: string): string {
  if (name.length <= MAX_NAME_LENGTH) return name;
  throw new Error(`load balancer name cannot be longer than ${MAX_NAME_LENGTH} characters`);
}
