import { ConfigError } from "../config/config.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import type { StackOutputs } from "../outputs.ts";

/**
 * Refuses to take endpoints from a VPC while member stacks are in it: their nodes may have no other way to AWS.
 *
 * @param isHeld whether member stacks use what the stack shares.
 * @throws ConfigError, before anything is registered.
 */
export function refuseLostEndpoints({ vpc }: OwnerConfig, living: Living, isHeld: boolean): void {
  const before = living.outputs["vpcEndpoints"];
  if (!isHeld || !Array.isArray(before)) return;
  const lost = before.filter((service) => !(vpc.endpoints ?? []).includes(String(service)));
  if (lost.length === 0) return;
  const reason =
    `leaves ${lost.join(", ")} out, but nodes of member stacks may reach AWS by them alone; ` +
    `keep [${before.join(", ")}], or destroy the member stacks first`;
  throw new ConfigError([{ path: "vpc.endpoints", reason }]);
}

/** What reminds later updates of the endpoints. */
export function rememberedEndpoints({ vpc }: OwnerConfig): Pick<StackOutputs, "vpcEndpoints"> {
  const { endpoints = [] } = vpc;
  return endpoints.length === 0 ? {} : { vpcEndpoints: endpoints };
}
