import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { serviceAccountTrust } from "../shared/iam.ts";
import { transformed } from "../shared/transform.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** Role of the network plugin, and the policy that must outlive the plugin, or it leaves interfaces behind. */
export interface VpcCniRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicyAttachment;
}

/** The cluster's issuer of service account tokens, as IAM knows it. */
interface Issuer {
  /** With `https://`. */
  readonly url: pulumi.Output<string>;
  readonly providerArn: pulumi.Output<string>;
}

/**
 * A role for the network plugin alone. With its policy on the nodes' role every pod that reaches the instance metadata
 * service could change interfaces and addresses of the whole VPC.
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
 */
export function createVpcCniRole(
  name: string,
  issuer: Issuer,
  args: ResolvedEksClusterArgs,
  parent: pulumi.Resource,
): VpcCniRole {
  const { partition } = aws.getPartitionOutput({}, { parent });
  const role = new aws.iam.Role(
    name,
    transformed<aws.iam.RoleArgs>(
      args.transform.vpcCniRole,
      {
        description: `Network plugin of EKS cluster ${args.name}`,
        assumeRolePolicy: trustPolicy(issuer),
        tags: { ...args.tags },
      },
      name,
    ),
    { parent },
  );
  const policy = new aws.iam.RolePolicyAttachment(
    `${name}-policy`,
    { role: role.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/AmazonEKS_CNI_Policy` },
    { parent },
  );
  return { role, policy };
}

function trustPolicy({ url, providerArn }: Issuer): pulumi.Output<string> {
  return pulumi.all([url, providerArn]).apply(([issuer, oidcProviderArn]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        serviceAccountTrust("NetworkPlugin", {
          issuer,
          oidcProviderArn,
          namespace: "kube-system",
          serviceAccount: "aws-node",
        }),
      ],
    }),
  );
}
