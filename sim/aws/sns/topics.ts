/** Topics and e-mail subscriptions. https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { physicalName } from "../../core/physical-name.ts";
import { documentInput } from "../iam/document-input.ts";
import { parsePolicyDocument } from "../iam/policy-document.ts";
import { apiKind } from "../kind/api-kind.ts";
import { callsOf } from "../kind/call.ts";
import { putResource } from "../kind/put-resource.ts";
import { TAGGING, tagOperations } from "../kind/tagging.ts";
import { awsResource } from "../pulumi/resource.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { snsState } from "./state.ts";

const MAX_NAME_LENGTH = 256;
const call = callsOf("sns");

const tagging = { ...TAGGING, key: "ResourceArn" } as const;
const topics = apiKind({
  ...{ service: "sns", key: "TopicArn", delete: "DeleteTopic", tagging },
  table: (cloud) => snsState(cloud).topics,
});

/** The account that has the topic may do everything, and nobody else. */
export function defaultPolicy(arn: string): string {
  const AWS = arn.split(":").at(-2)!;
  return JSON.stringify({
    Statement: { Effect: "Allow", Principal: { AWS }, Action: "SNS:*", Resource: arn },
  });
}

export const snsOperations = {
  ...tagOperations("sns", tagging, topics.table),

  CreateTopic: operation({
    authorize: topics.onNew<{ readonly Name: string }>("CreateTopic", (cloud, { Name }) =>
      cloud.arn("sns", Name),
    ),
    run(cloud, { Name, Tags = [] }: { readonly Name: string; readonly Tags?: readonly Tag[] }) {
      const arn = cloud.arn("sns", Name);
      if (topics.table(cloud).has(arn)) throw new NotSimulated("sns:CreateTopic", "of a name that is taken");
      const topic = { arn, policy: defaultPolicy(arn), tags: Tags, subscribers: {}, published: [] };
      topics.table(cloud).set(arn, topic);
      return { TopicArn: arn };
    },
  }),

  ListTopics: operation({
    run: (cloud, _input: object) => ({
      Topics: topics
        .table(cloud)
        .values()
        .map(({ arn }) => ({ TopicArn: arn })),
    }),
  }),

  SetTopicAttributes: topics.change<{ readonly AttributeName: string; readonly AttributeValue: string }>(
    "SetTopicAttributes",
    (topic, { AttributeName, AttributeValue }) => {
      if (AttributeName !== "Policy") throw new NotSimulated("sns:SetTopicAttributes", AttributeName);
      parsePolicyDocument(AttributeValue);
      topic.policy = AttributeValue;
    },
  ),

  DeleteTopic: topics.deletion(),

  Subscribe: topics.on<{ readonly Protocol: string; readonly Endpoint: string }, { SubscriptionArn: string }>(
    "Subscribe",
    (topic, { Protocol, Endpoint }, cloud) => {
      if (Protocol !== "email") throw new NotSimulated("sns:Subscribe", `protocol ${Protocol}`);
      const SubscriptionArn = `${topic.arn}:${cloud.ids.uuid()}`;
      topic.subscribers[SubscriptionArn] = Endpoint;
      return { SubscriptionArn };
    },
  ),
};

function topicOf(subscriptionArn: string): string {
  return subscriptionArn.slice(0, subscriptionArn.lastIndexOf(":"));
}

/** Schemas: terraform-provider-aws/internal/service/sns/ */
export const topicResource = topics.resource({
  token: "aws:sns/topic:Topic",
  schema: z.object({ ...tagsInput }),
  computed: ["arn", "name", "owner", "policy", "tagsAll"],
  create(context, _inputs, tags) {
    const Name = physicalName(context, MAX_NAME_LENGTH);
    return call(context.cloud, "CreateTopic", { Name, ...tags }).TopicArn;
  },
  outputs({ cloud }, { arn, policy }) {
    return { arn, name: arn.split(":").at(-1)!, owner: cloud.accountId, policy };
  },
});

function setPolicy(cloud: Cloud, TopicArn: string, AttributeValue: string): string {
  call(cloud, "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue });
  return TopicArn;
}

/** There is no topic without a policy: that of every new one takes its place. */
export const topicPolicyResource = putResource({
  token: "aws:sns/topicPolicy:TopicPolicy",
  schema: z.object({ arn: z.string(), policy: z.string() }),
  replaceOnChange: ["arn"],
  computed: ["owner"],
  ...documentInput("policy"),
  table: topics.table,
  put: ({ cloud }, { arn, policy }) => setPolicy(cloud, arn, policy),
  read({ cloud }, arn) {
    const topic = topics.table(cloud).find(arn);
    return topic && { arn, owner: cloud.accountId, policy: topic.policy };
  },
  remove: ({ cloud }, arn) => setPolicy(cloud, arn, defaultPolicy(arn)),
});

/** Nobody waits for the answer to an e-mail; what is not answered cannot be unsubscribed, and AWS forgets it after two days. */
export const subscriptionResource = awsResource({
  token: "aws:sns/topicSubscription:TopicSubscription",
  schema: z.object({ topic: z.string(), protocol: z.string(), endpoint: z.string() }),
  replaceOnChange: ["topic", "protocol", "endpoint"],
  computed: ["arn", "ownerId", "pendingConfirmation"],
  create({ cloud }, { topic: TopicArn, protocol: Protocol, endpoint: Endpoint }) {
    return call(cloud, "Subscribe", { TopicArn, Protocol, Endpoint }).SubscriptionArn;
  },
  read({ cloud }, arn) {
    const topic = topicOf(arn);
    const endpoint = topics.table(cloud).find(topic)?.subscribers[arn];
    const pending = { ownerId: cloud.accountId, pendingConfirmation: true };
    return endpoint === undefined ? undefined : { arn, topic, protocol: "email", endpoint, ...pending };
  },
  delete: () => undefined,
});
