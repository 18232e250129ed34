import { EdgeLogs } from "../../components/index.ts";
import { logsArgs } from "../load-balancer/logs.ts";
import { componentNames } from "../names.ts";
import type { ConfigProblem } from "./issues.ts";
import { wants } from "./feature-keys.ts";
import { besideListener, ofFeature } from "./feature-problems.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What is wrong with the logs that the load balancer is to write. */
export function logsProblems(config: OwnerConfig): ConfigProblem[] {
  if (!wants(config, "logs")) return [];
  const { ingress, clusterName } = config;
  if (ingress.listenerArn !== undefined) return [besideListener("logs", "load balancer that has logs")];
  if (ingress.accessLogs !== undefined) {
    return [{ path: "logs", reason: "is set, and ingress.accessLogs is too; leave one of them out" }];
  }
  return ofFeature("logs", EdgeLogs.problems(componentNames(clusterName).logs, logsArgs(config)));
}
