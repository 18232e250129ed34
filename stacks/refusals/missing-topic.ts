import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import { shown } from "../../components/shared/shown.ts";
import { ConfigError } from "../config/config.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { findCaller } from "../living/caller.ts";
import { told } from "../living/told.ts";

/**
 * Refuses a topic that is not there: alarms are made all the same, and reach nobody. Topics of other accounts cannot be listed.
 *
 * @throws ConfigError
 */
export async function refuseMissingTopic({ alarms: { topicArn } }: OwnerConfig): Promise<void> {
  if (topicArn === undefined) return;
  const [account, name] = topicArn.split(":").slice(-2) as [string, string];
  if ((await findCaller())?.accountId !== account) return;
  const found = await told("whether alarms.topicArn is there", isThere(name));
  if (found !== false) return;
  const reason = `is ${shown(topicArn)}, but the account has no such topic, and alarms would reach nobody; make it, or name one that is there`;
  throw new ConfigError([{ path: "alarms.topicArn", reason }]);
}

async function isThere(name: string): Promise<boolean> {
  return (await ifThere(aws.sns.getTopic({ name }))) !== undefined;
}
