import { defined } from "../shared/defined.ts";
import { EDGE_LOGS_DEFAULTS, type EdgeLogsArgs } from "./args.ts";

type Optional = "bucket" | "prefix";

/** {@link EdgeLogsArgs} with their defaults. */
export interface ResolvedEdgeLogsArgs
  extends Required<Omit<EdgeLogsArgs, Optional>>, Pick<EdgeLogsArgs, Optional> {
  /** The args without their defaults, to tell what is given. */
  readonly given: EdgeLogsArgs;
}

export function resolveEdgeLogsArgs(args: EdgeLogsArgs): ResolvedEdgeLogsArgs {
  const { bucket, prefix } = args;
  return {
    access: args.access ?? EDGE_LOGS_DEFAULTS.access,
    connection: args.connection ?? EDGE_LOGS_DEFAULTS.connection,
    healthCheck: args.healthCheck ?? EDGE_LOGS_DEFAULTS.healthCheck,
    expireDays: args.expireDays ?? EDGE_LOGS_DEFAULTS.expireDays,
    deleteLogs: args.deleteLogs ?? EDGE_LOGS_DEFAULTS.deleteLogs,
    tags: args.tags ?? {},
    transform: args.transform ?? {},
    ...defined({ bucket, prefix }),
    given: args,
  };
}
