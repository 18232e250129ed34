/** Pulumi types. Schemas: terraform-provider-aws/internal/service/sns/ */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { physicalName } from "../../core/physical-name.ts";
import { isSamePolicy } from "../iam/policy-document.ts";
import { kindByArn } from "../kind/by-arn.ts";
import { kindResource } from "../kind/resource.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { defaultPolicy, topicOf } from "./operations.ts";
import { snsState } from "./state.ts";

const MAX_NAME_LENGTH = 256;

const topics = kindByArn((cloud) => snsState(cloud).topics, {
  tag: (cloud, ResourceArn, Tags) =>
    cloud.call(cloud.administrator, "sns", "TagResource", { ResourceArn, Tags }),
  untag: (cloud, ResourceArn, TagKeys) =>
    cloud.call(cloud.administrator, "sns", "UntagResource", { ResourceArn, TagKeys }),
});

const topicResource = kindResource(topics, {
  token: "aws:sns/topic:Topic",
  schema: z.object({ ...tagsInput }),
  computed: ["arn", "name", "owner", "policy", "tagsAll"],
  create(context, _inputs, tagging) {
    const Name = physicalName(context, MAX_NAME_LENGTH);
    return context.cloud.call(context.cloud.administrator, "sns", "CreateTopic", { Name, ...tagging })
      .TopicArn;
  },
  outputs: ({ cloud }, { arn, policy }) => ({
    arn,
    name: arn.split(":").at(-1)!,
    owner: cloud.accountId,
    policy,
  }),
  delete({ cloud }, TopicArn) {
    cloud.call(cloud.administrator, "sns", "DeleteTopic", { TopicArn });
  },
});

function setPolicy(cloud: Cloud, TopicArn: string, AttributeValue: string): void {
  const parameters = { TopicArn, AttributeName: "Policy", AttributeValue };
  cloud.call(cloud.administrator, "sns", "SetTopicAttributes", parameters);
}

/** There is no topic without a policy: that of every new one takes its place. */
const topicPolicyResource = awsResource({
  token: "aws:sns/topicPolicy:TopicPolicy",
  schema: z.object({ arn: z.string(), policy: z.string() }),
  replaceOnChange: ["arn"],
  computed: ["owner"],
  isSame: (property, before, after) =>
    property === "policy" ? isSamePolicy(String(before), String(after)) : undefined,
  create({ cloud }, { arn, policy }) {
    setPolicy(cloud, arn, policy);
    return arn;
  },
  read({ cloud }, arn) {
    const topic = snsState(cloud).topics.find(arn);
    return topic && { arn, owner: cloud.accountId, policy: topic.policy };
  },
  update: ({ cloud }, arn, _before, { policy }) => setPolicy(cloud, arn, policy),
  delete: ({ cloud }, arn) => unlessGone(["NotFound"], () => setPolicy(cloud, arn, defaultPolicy(arn))),
});

/** Nobody waits for the answer to an e-mail; what is not answered cannot be deleted, and AWS forgets it after two days. */
const subscriptionResource = awsResource({
  token: "aws:sns/topicSubscription:TopicSubscription",
  schema: z.object({ topic: z.string(), protocol: z.string(), endpoint: z.string() }),
  replaceOnChange: ["topic", "protocol", "endpoint"],
  computed: ["arn", "ownerId", "pendingConfirmation"],
  create({ cloud }, { topic: TopicArn, protocol: Protocol, endpoint: Endpoint }) {
    const parameters = { TopicArn, Protocol, Endpoint };
    return cloud.call(cloud.administrator, "sns", "Subscribe", parameters).SubscriptionArn;
  },
  read({ cloud }, arn) {
    const endpoint = snsState(cloud).topics.find(topicOf(arn))?.subscribers[arn];
    const topic = topicOf(arn);
    const pending = { ownerId: cloud.accountId, pendingConfirmation: true };
    return endpoint === undefined ? undefined : { arn, topic, protocol: "email", endpoint, ...pending };
  },
  delete({ cloud }, SubscriptionArn) {
    const codes = ["InvalidParameter", "NotFound"];
    unlessGone(codes, () => cloud.call(cloud.administrator, "sns", "Unsubscribe", { SubscriptionArn }));
  },
});

export const snsResources = [topicResource, topicPolicyResource, subscriptionResource];
