export {
  EDGE_ALARMS_DEFAULTS,
  type EdgeAlarmsArgs,
  type EdgeAlarmsNodes,
  type EdgeAlarmsTransforms,
  type Threshold,
  type WatchedApp,
} from "./args.ts";
export { EdgeAlarms } from "./edge-alarms.ts";
