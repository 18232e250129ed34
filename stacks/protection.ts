import type * as pulumi from "@pulumi/pulumi";
import { DeletionProtection } from "../components/index.ts";
import type { StackConfig } from "./config/stack-config.ts";
import { NAMES } from "./names.ts";
import type { Living } from "./living/living.ts";

/**
 * Protects a stack for which deletion protection of cluster or load balancer is configured, so that a destroy does not take
 * the service away before AWS refuses. One that never asked for it has nothing of the kind, neither as a resource nor in its
 * outputs; one that did keeps the entry, unprotected.
 *
 * @param everything in the stack.
 */
export function protectStack(
  config: StackConfig,
  { outputs }: Living,
  everything: readonly pulumi.Resource[],
): { readonly deletionProtection?: boolean } {
  const enabled =
    config.deletionProtection || (config.role !== "member" && config.ingress.deletionProtection === true);
  if (!enabled && outputs["deletionProtection"] === undefined) return {};
  new DeletionProtection(NAMES.protection, { enabled }, { dependsOn: [...everything] });
  return { deletionProtection: enabled };
}
