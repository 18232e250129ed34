/** Logs of the load balancer of an owner's stack. */
import { EdgeLogs, type EdgeLogsArgs } from "../../components/index.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";

export function logsArgs({ logs, tags }: OwnerConfig): EdgeLogsArgs {
  return { ...logs, tags };
}

export function createLogs(config: OwnerConfig): EdgeLogs | undefined {
  if (!wants(config, "logs")) return undefined;
  return new EdgeLogs(componentNames(config.clusterName).logs, logsArgs(config));
}

/** The configuration with the load balancer's logs in that place. */
export function withLogs<Config extends OwnerConfig>(config: Config, logs: EdgeLogs | undefined): Config {
  if (logs === undefined) return config;
  return { ...config, ingress: { ...config.ingress, ...logs.loadBalancerArgs } };
}
