/** Logs of the load balancer of an owner's stack. */
import { EdgeLogs, type EdgeLogsArgs } from "../components/index.ts";
import type { OwnerConfig } from "./config/stack-config.ts";
import { componentNames } from "./names.ts";

/** Whether the key `logs` asks for any. */
export function wantsLogs({ logs }: OwnerConfig): boolean {
  return Object.keys(logs).length > 0;
}

export function logsArgs({ logs, tags }: OwnerConfig): EdgeLogsArgs {
  return { ...logs, tags };
}

export function createLogs(config: OwnerConfig): EdgeLogs | undefined {
  if (!wantsLogs(config)) return undefined;
  return new EdgeLogs(componentNames(config.clusterName).logs, logsArgs(config));
}

/** The configuration with the load balancer's logs in that place. */
export function withLogs<Config extends OwnerConfig>(config: Config, logs: EdgeLogs | undefined): Config {
  if (logs === undefined) return config;
  return { ...config, ingress: { ...config.ingress, ...logs.loadBalancerArgs } };
}
