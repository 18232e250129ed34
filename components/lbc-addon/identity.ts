import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
import type { ResolvedLbcAddonArgs } from "./args.ts";
import {
  irsaTrustPolicy,
  LBC_NAMESPACE,
  LBC_SERVICE_ACCOUNT,
  podIdentityTrustPolicy,
} from "./trust-policy.ts";
import { LBC_RELEASES } from "./versions.ts";

/** What the controller is in AWS. */
export interface ControllerIdentity {
  readonly policyArn: pulumi.Output<string>;
  readonly role: aws.iam.Role;
  /** Must be there before the controller's first pod: pods get credentials when they are made, or never. */
  readonly granted: readonly pulumi.Resource[];
}

/** The role of the controller, with its policy, and the way in which its pods come to it. */
export function createIdentity(
  name: string,
  args: ResolvedLbcAddonArgs,
  parent: pulumi.Resource,
): ControllerIdentity {
  const policyArn =
    args.existingPolicyArn === undefined
      ? createPolicy(`${name}-policy`, args, parent).arn
      : pulumi.output(args.existingPolicyArn);
  const role = createRole(`${name}-role`, args, parent);
  const attachment = new aws.iam.RolePolicyAttachment(
    `${name}-role-policy`,
    { role: role.name, policyArn },
    { parent },
  );
  const additional = args.additionalPolicyArns.map(
    (arn, index) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-role-policy-${index + 1}`,
        { role: role.name, policyArn: arn },
        { parent },
      ),
  );
  const attachments = [attachment, ...additional];
  if (args.identity.type === "irsa") return { policyArn, role, granted: attachments };
  const association = new aws.eks.PodIdentityAssociation(
    `${name}-pod-identity`,
    {
      clusterName: args.clusterName,
      namespace: LBC_NAMESPACE,
      serviceAccount: LBC_SERVICE_ACCOUNT,
      roleArn: role.arn,
      tags: args.tags,
    },
    { parent, dependsOn: attachments },
  );
  return { policyArn, role, granted: [association] };
}

function createPolicy(name: string, args: ResolvedLbcAddonArgs, parent: pulumi.Resource): aws.iam.Policy {
  const { partition, restrictToVpcArn, version } = args;
  const document = pulumi.output(restrictToVpcArn).apply((vpcArn) =>
    JSON.stringify(
      LBC_RELEASES[version].policy({
        partition,
        ...(vpcArn === undefined ? {} : { nodeSecurityGroupVpcArn: vpcArn }),
      }),
    ),
  );
  const policyArgs: aws.iam.PolicyArgs = {
    description: "What AWS Load Balancer Controller may do",
    policy: document,
    tags: args.tags,
  };
  return new aws.iam.Policy(name, transformed(args.transform.policy, policyArgs, name), {
    parent,
    // IAM cannot change a description, and roles of other stacks keep a policy from being replaced.
    ignoreChanges: ["description"],
  });
}

function createRole(name: string, args: ResolvedLbcAddonArgs, parent: pulumi.Resource): aws.iam.Role {
  const roleArgs: aws.iam.RoleArgs = {
    description: pulumi.interpolate`AWS Load Balancer Controller of cluster ${args.clusterName}`,
    assumeRolePolicy: trustPolicy(args),
    tags: args.tags,
  };
  return new aws.iam.Role(name, transformed(args.transform.role, roleArgs, name), { parent });
}

/** Both ways at all times: either may be taken up, and given up, while pods run that came the other way. */
function trustPolicy({ identity, clusterName }: ResolvedLbcAddonArgs): pulumi.Output<string> {
  const { oidcIssuer, oidcProviderArn } = identity;
  return pulumi.all([clusterName, oidcIssuer, oidcProviderArn]).apply(([cluster, issuer, providerArn]) => {
    const { Version, Statement } = podIdentityTrustPolicy(cluster);
    const irsa =
      issuer === undefined || providerArn === undefined ? [] : irsaTrustPolicy(issuer, providerArn).Statement;
    return JSON.stringify({ Version, Statement: [...irsa, ...Statement] });
  });
}
