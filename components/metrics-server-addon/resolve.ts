import { METRICS_SERVER_DEFAULTS, type MetricsServerAddonArgs } from "./args.ts";

/** {@link MetricsServerAddonArgs} with their defaults. */
export type ResolvedMetricsServerAddonArgs = Required<Omit<MetricsServerAddonArgs, "version">> &
  Pick<MetricsServerAddonArgs, "version">;

export function resolveMetricsServerAddonArgs(args: MetricsServerAddonArgs): ResolvedMetricsServerAddonArgs {
  return {
    living: Promise.resolve(undefined),
    tolerations: [],
    configuration: {},
    podsDependOn: [],
    tags: {},
    transform: {},
    ...METRICS_SERVER_DEFAULTS,
    ...args,
  };
}
