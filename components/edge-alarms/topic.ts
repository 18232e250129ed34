import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { ResolvedEdgeAlarmsArgs } from "./resolve.ts";

/** A topic to which alarms of the account publish, and who gets what they say. */
export function createTopic(parent: pulumi.Resource, name: string, args: ResolvedEdgeAlarmsArgs) {
  const { tags, transform, emails } = args;
  const topic = createChild(aws.sns.Topic, `${name}-topic`, {
    args: { tags },
    opts: { parent },
    transform: transform.topic,
  });
  const topicPolicy = createChild(aws.sns.TopicPolicy, `${name}-topic-policy`, {
    args: { arn: topic.arn, policy: alarmsMayPublish(parent, topic.arn) },
    opts: { parent },
    transform: transform.topicPolicy,
  });
  const subscriptions = Object.fromEntries(
    emails.map((endpoint) => [
      endpoint,
      createChild(aws.sns.TopicSubscription, `${name}-${endpoint}`, {
        args: { topic: topic.arn, protocol: "email", endpoint },
        opts: { parent },
        transform: transform.subscription,
      }),
    ]),
  );
  return { topic, topicPolicy, subscriptions };
}

/**
 * Alarms of this account alone: without the condition those of any account could.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html#sns-allow-cloudwatch-alarm-to-publish-to-topic-in-another-account
 *
 * The topic is not encrypted: CloudWatch may not use Amazon's key for it, `alias/aws/sns`, and a key of one's own costs.
 * https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
 */
function alarmsMayPublish(parent: pulumi.Resource, topicArn: pulumi.Output<string>): pulumi.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput({}, { parent });
  return pulumi.all([topicArn, accountId]).apply(([Resource, account]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlarmsOfThisAccountPublish",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource,
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ],
    }),
  );
}
