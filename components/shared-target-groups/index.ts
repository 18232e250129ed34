export { SHARED_TARGET_GROUPS_DEFAULTS } from "./args.ts";
export type {
  SharedTargetGroupsArgs,
  SharedTargetGroupsNodes,
  SharedTargetGroupsTransforms,
} from "./args.ts";
export { SharedTargetGroups } from "./shared-target-groups.ts";
