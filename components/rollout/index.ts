export { LEFT_TO_ROLLOUT, Rollout, type RolloutArgs } from "./rollout.ts";
