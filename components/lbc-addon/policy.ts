import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { AwsPartition } from "../shared/iam.ts";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";
import { LBC_RELEASES, type LbcVersion } from "./versions.ts";

/** What makes the policy this and no other. */
interface PolicyScopeArgs {
  readonly version: LbcVersion;
  readonly partition: AwsPartition;
  readonly restrictToVpcArn?: pulumi.Input<string>;
}

interface ControllerPolicyArgs extends PolicyScopeArgs {
  readonly tags: Tags;
  readonly transform: { readonly policy?: Transform<aws.iam.PolicyArgs> };
}

/** Makes the policy of a release. */
export function createControllerPolicy(
  parent: pulumi.Resource,
  name: string,
  args: ControllerPolicyArgs,
): aws.iam.Policy {
  return createChild(aws.iam.Policy, `${name}-policy`, {
    args: {
      description: "What AWS Load Balancer Controller may do",
      policy: policyDocument(args),
      tags: args.tags,
    },
    // IAM cannot change a description, and roles of other stacks keep a policy from being replaced.
    opts: { parent, ignoreChanges: ["description"] },
    transform: args.transform.policy,
  });
}

/** The policy of a release as JSON. */
function policyDocument({ version, partition, restrictToVpcArn }: PolicyScopeArgs): pulumi.Output<string> {
  return pulumi
    .output(restrictToVpcArn)
    .apply((nodeSecurityGroupVpcArn) =>
      JSON.stringify(LBC_RELEASES[version].policy({ partition, ...defined({ nodeSecurityGroupVpcArn }) })),
    );
}
