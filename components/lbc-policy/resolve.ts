import { DEFAULT_LBC_VERSION } from "../lbc-addon/index.ts";
import { defined } from "../shared/defined.ts";
import type { LbcPolicyArgs } from "./args.ts";

type Optional = "restrictToVpcArn";

/** {@link LbcPolicyArgs} with their defaults. */
export type ResolvedLbcPolicyArgs = Required<Omit<LbcPolicyArgs, Optional>> & Pick<LbcPolicyArgs, Optional>;

export function resolveLbcPolicyArgs(args: LbcPolicyArgs): ResolvedLbcPolicyArgs {
  return {
    version: args.version ?? DEFAULT_LBC_VERSION,
    partition: args.partition ?? "aws",
    ...defined({ restrictToVpcArn: args.restrictToVpcArn }),
    tags: args.tags ?? {},
    transform: args.transform ?? {},
  };
}
