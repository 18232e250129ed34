import type { Logging } from "./requests.ts";
import { checkEnum } from "../validation.ts";

/** Log types of the control plane. */
export const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** The log types that a setting turns on. */
export function enabledTypes(logging: Logging | undefined): string[] {
  const types = (logging?.clusterLogging ?? []).flatMap(({ types, enabled }) => (enabled ? types : []));
  return logTypes.filter((type) => types.includes(type));
}

/** @throws AwsError for a log type that does not exist. */
export function checkLogging(logging: Logging | undefined): void {
  for (const { types } of logging?.clusterLogging ?? []) {
    for (const type of types) checkEnum("logging.clusterLogging.types", type, logTypes);
  }
}
