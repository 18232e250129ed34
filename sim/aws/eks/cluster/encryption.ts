import type { Caller } from "../../../core/caller.ts";
import type { Cloud } from "../../../core/cloud.ts";
import { iamArn } from "../../iam/arns.ts";
import { keyObstacle } from "../../kms/keys.ts";
import { principalArn } from "../../sts/principals.ts";
import { invalidParameter } from "../errors.ts";
import type { EncryptionConfig } from "./requests.ts";

/**
 * EKS uses the key by a grant that who makes the cluster gives: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 *
 * @throws AwsError when there is no such key, or the caller may not give a grant.
 */
export function checkEncryption(
  cloud: Cloud,
  configs: readonly EncryptionConfig[] | undefined,
  caller: Caller,
): void {
  for (const { provider } of configs ?? []) {
    const names = [principalArn(cloud, caller), iamArn(cloud, "root")];
    const obstacle = keyObstacle(cloud, provider.keyArn, names);
    if (obstacle !== undefined) throw invalidParameter(`Invalid key ARN: ${obstacle}`);
  }
}
