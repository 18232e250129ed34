export type { LbcPolicyArgs, LbcPolicyNodes } from "./args.ts";
export { LbcPolicy } from "./lbc-policy.ts";
