import type { Caller } from "../../core/caller.ts";
import type { Cloud } from "../../core/cloud.ts";
import { unlessGone } from "../kind/waiting.ts";

/**
 * A cluster with the key that it encrypts with, which no Pulumi function shows.
 *
 * Properties and calls: https://schema.cloudformation.us-east-1.amazonaws.com/aws-eks-cluster.json
 */
export function readCluster(cloud: Cloud, caller: Caller, name: string): object | undefined {
  const cluster = unlessGone(
    ["ResourceNotFoundException"],
    () => cloud.call(caller, "eks", "DescribeCluster", { name }).cluster,
  );
  if (cluster === undefined) return undefined;
  const { arn: Arn, encryptionConfig = [] } = cluster;
  return {
    Arn,
    Name: name,
    EncryptionConfig: encryptionConfig.map(({ resources: Resources, provider }) => ({
      Resources,
      Provider: { KeyArn: provider.keyArn },
    })),
    EncryptionConfigKeyArn: encryptionConfig[0]?.provider.keyArn,
  };
}
