import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ifThere } from "../../components/shared/if-there.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import { namedKeys, type NamedKey } from "../config/named-keys.ts";
import type { ClusterConfig, StackConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import type { StackOutputs } from "../outputs.ts";
import { told } from "../living/told.ts";

/**
 * Refuses keys of AWS KMS that nobody can encrypt with, and another key than a living cluster has, or none: EKS takes neither.
 * The provider would write another one into the state alone, and replace the cluster for none.
 *
 * @throws ConfigError, before anything is registered.
 */
export async function refuseUnfitKeys(config: StackConfig, living: Living): Promise<void> {
  const unusable = (await Promise.all(namedKeys(config).map(unusableKey))).flat();
  const lost = config.role === "edge" ? [] : await lostKey(config, living);
  const problems = [...lost, ...unusable];
  if (problems.length > 0) throw new ConfigError(problems);
}

/** What reminds later updates of the key, so that only stacks that have one ask for it. */
export function rememberedKey({ encryptionKeyArn }: ClusterConfig): Pick<StackOutputs, "encryptionKeyArn"> {
  return encryptionKeyArn === "" ? {} : { encryptionKeyArn };
}

async function lostKey(config: ClusterConfig, living: Living): Promise<ConfigProblem[]> {
  const { clusterName, encryptionKeyArn: wanted } = config;
  if (wanted === "" && living.outputs["encryptionKeyArn"] === undefined) return [];
  const cluster = await living.cluster();
  const question = `with which key cluster "${clusterName}" encrypts`;
  const present = cluster && (await told(question, cluster.encryptionKeyArn()));
  if (present === undefined || present === wanted) return [];
  const is = wanted === "" ? "is not set" : `is ${wanted}`;
  const reason =
    `${is}, but cluster "${clusterName}" encrypts with ${present}, and EKS lets no cluster change or lose its key; ` +
    `set it to ${present}`;
  return [{ path: "encryptionKeyArn", reason }];
}

async function unusableKey({ path, arn }: NamedKey): Promise<ConfigProblem[]> {
  const found = await lookedUp(arn);
  if (found === undefined) return [];
  const { key } = found;
  if (key === undefined) return [{ path, reason: `is ${arn}, which is not there; use a key that is` }];
  if (key.keyUsage !== "ENCRYPT_DECRYPT" || key.keySpec !== "SYMMETRIC_DEFAULT") {
    const reason = `is ${arn}, a key of kind ${key.keySpec} for ${key.keyUsage}; use a symmetric one for encryption`;
    return [{ path, reason }];
  }
  if (key.enabled) return [];
  return [{ path, reason: `is ${arn}, whose state is ${key.keyState}; enable it, or use another one` }];
}

/** Undefined where AWS does not tell: keys of other accounts may be used by those who may not describe them. */
async function lookedUp(
  arn: string,
): Promise<{ readonly key: aws.kms.GetKeyResult | undefined } | undefined> {
  try {
    return { key: await ifThere(aws.kms.getKey({ keyId: arn })) };
  } catch (error) {
    await pulumi.log.warn(`whether ${arn} can be used cannot be told: ${(error as Error).message}`);
    return undefined;
  }
}
