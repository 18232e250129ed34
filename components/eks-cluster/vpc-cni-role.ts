import * as aws from "@pulumi/aws";
import type * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { serviceAccountTrust } from "../shared/iam.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** Role of the network plugin, and the policy that must outlive the plugin, or it leaves interfaces behind. */
export interface VpcCniRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicyAttachment;
}

/** What vouches for the plugin's service account. */
interface Issuer {
  readonly cluster: eks.Cluster;
  readonly oidcProvider: aws.iam.OpenIdConnectProvider;
}

/**
 * A role for the network plugin alone. With its policy on the nodes' role every pod that reaches the instance metadata
 * service could change interfaces and addresses of the whole VPC.
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
 */
export function createVpcCniRole(
  parent: pulumi.Resource,
  name: string,
  { name: clusterName, tags, transform }: ResolvedEksClusterArgs,
  issuer: Issuer,
): VpcCniRole {
  const { partition } = aws.getPartitionOutput({}, { parent });
  const roleName = `${name}-vpc-cni-role`;
  const role = createChild(aws.iam.Role, roleName, {
    args: {
      description: `Network plugin of EKS cluster ${clusterName}`,
      assumeRolePolicy: trustPolicy(issuer),
      tags: { ...tags },
    },
    opts: { parent },
    transform: transform.vpcCniRole,
  });
  const policy = createChild(aws.iam.RolePolicyAttachment, `${roleName}-policy`, {
    args: {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/AmazonEKS_CNI_Policy`,
    },
    opts: { parent },
    transform: transform.vpcCniRolePolicy,
  });
  return { role, policy };
}

function trustPolicy({ cluster, oidcProvider }: Issuer): pulumi.Output<string> {
  return pulumi.all([cluster.oidcProviderUrl, oidcProvider.arn]).apply(([issuer, oidcProviderArn]) =>
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
