import { cloudState, type Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import { serviceMay } from "../iam/resource-policy.ts";
import type { Tag } from "../tags.ts";

export interface TopicRecord {
  readonly arn: string;
  policy: string;
  tags: readonly Tag[];
  /** Addresses by ARN of their subscription. Nobody here answers the e-mail that asks whether they want it. */
  readonly subscribers: Record<string, string>;
  /** Subjects of what was published, whoever got it, with the milliseconds since the epoch. */
  readonly published: { readonly at: number; readonly subject: string }[];
}

/** Amazon SNS in the region. */
export class SnsState {
  readonly topics = new Table<TopicRecord>(() => new AwsError("NotFound", "Topic does not exist", 404));
}

export const snsState = cloudState(() => new SnsState());

/** Publishes for a service if the topic is there and its policy lets the service do so; returns whether it does. */
export function publish(cloud: Cloud, principal: string, arn: string, subject: string): boolean {
  const topic = snsState(cloud).topics.find(arn);
  const context = { "aws:SourceAccount": cloud.accountId };
  if (!topic || !serviceMay(topic.policy, { principal, action: "sns:Publish", resource: arn, context }))
    return false;
  topic.published.push({ at: cloud.clock.now(), subject });
  return true;
}
