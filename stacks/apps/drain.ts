import type { CommonConfig } from "../config/stack-config.ts";

/**
 * The configuration of a cluster whose own controller made the target groups: drained, it has no pods behind them. They go
 * behind their preStop, and the controller takes them out of the target groups.
 */
export function withoutPods<Config extends CommonConfig>(config: Config): Config {
  if (!config.drained) return config;
  const apps = config.apps.map((app) => {
    const { autoscaling: _autoscaling, ...entry } = app.entry;
    return { ...app, entry: { ...entry, replicas: 0 } };
  });
  return { ...config, apps };
}
