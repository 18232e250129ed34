export {
  EDGE_LOGS_DEFAULTS,
  type EdgeLogsArgs,
  type EdgeLogsNodes,
  type EdgeLogsTransforms,
} from "./args.ts";
export { EdgeLogs } from "./edge-logs.ts";
