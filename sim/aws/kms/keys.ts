/** Keys of AWS KMS, of which the simulated cloud knows what services may do with them. Nothing is encrypted. */
import { z } from "zod";
import { cloudState, type Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { Table } from "../../core/table.ts";
import { parsePolicyDocument } from "../iam/policy-document.ts";
import { RequestContext } from "../iam/request-context.ts";
import { evaluateTrust } from "../iam/trust.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsFunction } from "../pulumi/function.ts";

interface Key {
  readonly KeyId: string;
  readonly Arn: string;
  Enabled: boolean;
  readonly KeySpec: string;
  readonly KeyUsage: string;
  /** Key policy, JSON. */
  policy: string;
}

class KmsState {
  readonly keys = new Table<Key>(
    (arn) => new AwsError("NotFoundException", `Key '${arn}' does not exist`, 400),
  );
}

export const kmsState = cloudState(() => new KmsState());

/** A key that is in the account. */
export interface GivenKey {
  readonly id: string;
  readonly enabled: boolean;
  /** Default: symmetric, for encryption. */
  readonly keySpec?: string;
  /** Key policy. Default: what policies of the account's IAM allow. */
  readonly policy?: object;
}

/** Makes a key. @returns its ARN. */
export function addKey(cloud: Cloud, { id, enabled, keySpec, policy }: GivenKey): string {
  const Arn = cloud.arn("kms", `key/${id}`);
  const KeySpec = keySpec ?? "SYMMETRIC_DEFAULT";
  kmsState(cloud).keys.set(Arn, {
    KeyId: id,
    Arn,
    Enabled: enabled,
    KeySpec,
    KeyUsage: KeySpec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY",
    policy: JSON.stringify(policy ?? defaultPolicy(cloud)),
  });
  return Arn;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(cloud: Cloud): object {
  const Principal = { AWS: cloud.arn("iam", "root", { regional: false }) };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }],
  };
}

/**
 * Why somebody cannot use a key for what he encrypts; undefined when he can.
 *
 * @param names ARNs that he answers to, or those of a service.
 */
export function keyObstacle(
  cloud: Cloud,
  arn: string,
  names: readonly string[],
  type: "AWS" | "Service" = "AWS",
): string | undefined {
  const key = kmsState(cloud).keys.find(arn);
  if (key === undefined) return `Key '${arn}' does not exist`;
  if (!key.Enabled) return `${arn} is disabled.`;
  const context = new RequestContext({
    "kms:CallerAccount": cloud.accountId,
    "kms:GrantIsForAWSResource": "true",
  });
  const policy = parsePolicyDocument(key.policy);
  const denied = NEEDED_ACTIONS[type].find(
    (action) => evaluateTrust(policy, { type, names }, action, context) !== "allowed",
  );
  return denied && `not authorized to perform: ${denied} on resource: ${arn}`;
}

/**
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const NEEDED_ACTIONS = {
  AWS: ["kms:DescribeKey", "kms:CreateGrant"],
  Service: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
} as const;

type KeyMetadata = Omit<Key, "policy"> & { readonly KeyState: "Enabled" | "Disabled" };

export const kmsOperations = {
  DescribeKey: operation<{ readonly KeyId: string }, { readonly KeyMetadata: KeyMetadata }>({
    authorize: (cloud, { KeyId }) => [
      { action: "kms:DescribeKey", resources: [kmsState(cloud).keys.find(KeyId)?.Arn ?? KeyId] },
    ],
    run(cloud, { KeyId }) {
      const { policy: _policy, ...key } = kmsState(cloud).keys.get(KeyId);
      return { KeyMetadata: { ...key, KeyState: key.Enabled ? "Enabled" : "Disabled" } };
    },
  }),
};

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/kms/getkey/
 * Words: terraform-provider-aws/internal/service/kms/key_data_source.go
 */
export const getKey = awsFunction({
  token: "aws:kms/getKey:getKey",
  args: { keyId: z.string() },
  invoke(cloud, { keyId }) {
    const found = unlessGone(["NotFoundException"], () =>
      cloud.call(cloud.administrator, "kms", "DescribeKey", { KeyId: keyId }),
    );
    if (found === undefined) throw new Error(`reading KMS Key (${keyId}): couldn't find resource`);
    const { KeyMetadata: key } = found;
    return {
      id: key.KeyId,
      keyId,
      arn: key.Arn,
      awsAccountId: cloud.accountId,
      enabled: key.Enabled,
      keySpec: key.KeySpec,
      keyState: key.KeyState,
      keyUsage: key.KeyUsage,
    };
  },
});
