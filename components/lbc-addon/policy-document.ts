import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import type { AwsPartition } from "../shared/iam.ts";
import { LBC_RELEASES, type LbcVersion } from "./versions.ts";

/** The policy of a release as JSON. */
export function policyDocument(args: {
  readonly version: LbcVersion;
  readonly partition: AwsPartition;
  readonly restrictToVpcArn?: pulumi.Input<string>;
}): pulumi.Output<string> {
  const { version, partition, restrictToVpcArn } = args;
  return pulumi
    .output(restrictToVpcArn)
    .apply((nodeSecurityGroupVpcArn) =>
      JSON.stringify(LBC_RELEASES[version].policy({ partition, ...defined({ nodeSecurityGroupVpcArn }) })),
    );
}
