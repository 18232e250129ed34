export { LEFT_TO_ROLLOUT, type RolloutArgs, type RolloutNodes, type RolloutTransforms } from "./args.ts";
export { Rollout } from "./rollout.ts";
