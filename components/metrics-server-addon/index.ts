export { METRICS_SERVER_DEFAULTS } from "./args.ts";
export type {
  MetricsServerAddonArgs,
  MetricsServerAddonNodes,
  MetricsServerAddonTransforms,
} from "./args.ts";
export { MetricsServerAddon } from "./metrics-server-addon.ts";
