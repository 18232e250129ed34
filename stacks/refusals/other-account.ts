import * as pulumi from "@pulumi/pulumi";
import { findCaller } from "../living/caller.ts";

/**
 * Refuses credentials of another account than the one in which something is.
 *
 * @param arn of what is there.
 * @param what it is, and whose, for the message.
 * @throws RunError
 */
export async function refuseOtherAccount(arn: string, what: string): Promise<void> {
  const [, , , , theirs] = arn.split(":");
  const ours = (await findCaller())?.accountId;
  if (ours === undefined || ours === theirs) return;
  throw new pulumi.RunError(
    `the credentials are for AWS account ${ours}, but ${what} is in account ${theirs}; use credentials for account ${theirs}`,
  );
}
