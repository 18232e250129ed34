import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import { ifThere } from "../shared/if-there.ts";

/** A guard that is there. */
export interface FoundGuard {
  /** Name of the policy in AWS. */
  readonly policyName: string;
  /** How many roles hold it. */
  readonly holders: number;
  /** What must not change while it is held; undefined when the guard was made without remembering anything. */
  readonly remembers?: Readonly<Record<string, string>>;
}

/** Begins the keys of tags that remember something. */
const PREFIX = "multicluster-ingress/";

/** Tags that keep what a guard remembers. */
export function rememberingTags(
  remembers: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(Object.entries(remembers).map(([name, value]) => [PREFIX + name, value]));
}

/** @throws what the AWS provider says, unless it is that there is no such policy. */
export async function readGuard(policyArn: string): Promise<FoundGuard | undefined> {
  const policy = await ifThere(aws.iam.getPolicy({ arn: policyArn }));
  if (policy === undefined) return undefined;
  const { name, attachmentCount, tags } = policy;
  return { policyName: name, holders: attachmentCount, ...defined({ remembers: rememberedIn(tags) }) };
}

function rememberedIn(tags: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const remembering = Object.entries(tags).filter(([key]) => key.startsWith(PREFIX));
  if (remembering.length === 0) return undefined;
  return Object.fromEntries(remembering.map(([key, value]) => [key.slice(PREFIX.length), value]));
}
