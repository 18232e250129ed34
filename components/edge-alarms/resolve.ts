import { EDGE_ALARMS_DEFAULTS, type EdgeAlarmsArgs } from "./args.ts";

type Optional = "topicArn" | "webAclMetric" | "healthyTargets";

/** {@link EdgeAlarmsArgs} with their defaults. */
export type ResolvedEdgeAlarmsArgs = Required<Omit<EdgeAlarmsArgs, Optional>> &
  Pick<EdgeAlarmsArgs, Optional>;

export function resolveEdgeAlarmsArgs(args: EdgeAlarmsArgs): ResolvedEdgeAlarmsArgs {
  return {
    certificateArns: [],
    emails: [],
    tags: {},
    transform: {},
    ...EDGE_ALARMS_DEFAULTS,
    ...args,
  };
}
