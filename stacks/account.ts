import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses credentials of another account than the one in which something is.
 *
 * @param arn of what is there.
 * @param what it is, and whose, for the message.
 * @throws RunError
 */
export async function refuseOtherAccount(arn: string, what: string): Promise<void> {
  const [, , , , theirs] = arn.split(":");
  const ours = await callersAccount();
  if (ours === undefined || ours === theirs) return;
  throw new pulumi.RunError(
    `the credentials are for AWS account ${ours}, but ${what} is in account ${theirs}; use credentials for account ${theirs}`,
  );
}

/** Account of whoever runs the program. A preview does without credentials as far as it can. */
async function callersAccount(): Promise<string | undefined> {
  try {
    return (await aws.getCallerIdentity()).accountId;
  } catch (error) {
    if (pulumi.runtime.isDryRun()) return undefined;
    throw new pulumi.RunError(`AWS does not say whose credentials these are: ${(error as Error).message}`);
  }
}
