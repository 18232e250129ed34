/** AWS partition, the second part of an ARN: `aws` (commercial regions), `aws-cn`, `aws-us-gov`, the isolated ones, EU. */
export type AwsPartition =
  "aws" | "aws-cn" | "aws-us-gov" | "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f" | "aws-eusc";

/** Regions of other partitions than `aws`, by how their names begin. */
const REGION_PREFIXES: readonly (readonly [prefix: string, partition: AwsPartition])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
];

/** The partition of a region, as the AWS SDKs tell it by the region's name: botocore's `partitions.json`. */
export function partitionOf(region: string): AwsPartition {
  return REGION_PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** Operators and what they compare: `{ StringEquals: { "aws:SourceAccount": "111122223333" } }`. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface StatementBase {
  /** Says what the statement is for; letters and digits only. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Condition?: PolicyCondition;
}

/** Statement of a policy that is attached to an identity. */
export interface IdentityStatement extends StatementBase {
  readonly Resource: string | readonly string[];
}

/** Statement of a role's trust policy. */
export interface TrustStatement extends StatementBase {
  readonly Principal: { readonly Federated: string } | { readonly Service: string };
}

export interface PolicyDocument<Statement extends IdentityStatement | TrustStatement> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A service account of a cluster, and who vouches for it. */
export interface TrustedServiceAccount {
  /** The cluster's OIDC issuer, with or without `https://`. */
  readonly issuer: string;
  /** The IAM OIDC provider of that issuer. */
  readonly oidcProviderArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Trust in one service account of one cluster: whoever else presents a token of the same issuer, another service
 * account or a token that was made for another audience, is refused.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function serviceAccountTrust(
  sid: string,
  { issuer, oidcProviderArn, namespace, serviceAccount }: TrustedServiceAccount,
): TrustStatement {
  const hostAndPath = issuer.replace(/^https:\/\//, "");
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: {
        [`${hostAndPath}:aud`]: "sts.amazonaws.com",
        [`${hostAndPath}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  };
}
