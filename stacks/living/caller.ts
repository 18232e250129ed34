import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Whoever runs the program; undefined in a preview without credentials, which does without as far as it can. */
export async function findCaller(): Promise<aws.GetCallerIdentityResult | undefined> {
  try {
    return await aws.getCallerIdentity();
  } catch (error) {
    if (pulumi.runtime.isDryRun()) return undefined;
    throw new pulumi.RunError(`AWS does not say whose credentials these are: ${(error as Error).message}`);
  }
}
