/** Topics and e-mail subscriptions. https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { parsePolicyDocument } from "../iam/policy-document.ts";
import { operationsByArn } from "../kind/by-arn.ts";
import type { Tag } from "../tags.ts";
import { snsState } from "./state.ts";

interface OfTopic {
  readonly TopicArn: string;
}

const { on, creation, tagOperations } = operationsByArn("sns", (cloud) => snsState(cloud).topics);
const topicArn = ({ TopicArn }: OfTopic) => TopicArn;

/** The account that has the topic may do everything, and nobody else. */
export function defaultPolicy(arn: string): string {
  const AWS = arn.split(":").at(-2)!;
  return JSON.stringify({
    Statement: { Effect: "Allow", Principal: { AWS }, Action: "SNS:*", Resource: arn },
  });
}

export const snsOperations = {
  ...tagOperations("ResourceArn"),

  CreateTopic: operation<{ readonly Name: string; readonly Tags?: readonly Tag[] }, OfTopic>({
    authorize: (cloud, { Name, Tags }) => creation("CreateTopic", cloud.arn("sns", Name), Tags),
    run(cloud, { Name, Tags = [] }) {
      const arn = cloud.arn("sns", Name);
      const topic = { arn, policy: defaultPolicy(arn), tags: Tags, subscribers: {}, published: [] };
      if (snsState(cloud).topics.has(arn))
        throw new NotSimulated("sns:CreateTopic", "of a name that is taken");
      snsState(cloud).topics.set(arn, topic);
      return { TopicArn: arn };
    },
  }),

  SetTopicAttributes: on<OfTopic & { readonly AttributeName: string; readonly AttributeValue: string }>(
    "SetTopicAttributes",
    topicArn,
    (topic, { AttributeName, AttributeValue }) => {
      if (AttributeName !== "Policy") throw new NotSimulated("sns:SetTopicAttributes", AttributeName);
      parsePolicyDocument(AttributeValue);
      topic.policy = AttributeValue;
      return {};
    },
  ),

  DeleteTopic: on<OfTopic>("DeleteTopic", topicArn, ({ arn }, _input, cloud) => {
    snsState(cloud).topics.delete(arn);
    return {};
  }),

  Subscribe: on<
    OfTopic & { readonly Protocol: string; readonly Endpoint: string },
    { readonly SubscriptionArn: string }
  >("Subscribe", topicArn, (topic, { Protocol, Endpoint }, cloud) => {
    if (Protocol !== "email") throw new NotSimulated("sns:Subscribe", `protocol ${Protocol}`);
    const SubscriptionArn = `${topic.arn}:${cloud.ids.uuid()}`;
    topic.subscribers[SubscriptionArn] = Endpoint;
    return { SubscriptionArn };
  }),

  Unsubscribe: on<{ readonly SubscriptionArn: string }>(
    "Unsubscribe",
    ({ SubscriptionArn }) => topicOf(SubscriptionArn),
    () => {
      throw new AwsError(
        "InvalidParameter",
        "Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation",
      );
    },
  ),
};

export function topicOf(subscriptionArn: string): string {
  return subscriptionArn.slice(0, subscriptionArn.lastIndexOf(":"));
}
