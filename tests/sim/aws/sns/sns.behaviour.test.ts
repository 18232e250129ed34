import { beforeEach, describe, expect, it } from "vitest";
import { publish, snsState } from "../../../../sim/aws/sns/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { contentsOf } from "../../../../sim/world.ts";
import { Provider } from "../../../support/provider.ts";

const CLOUDWATCH = "cloudwatch.amazonaws.com";

let cloud: SimulatedCloud;
let provider: Provider;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
});

const topic = () => provider.create("aws:sns/topic:Topic", "alarms", { tags: { team: "web" } });

function policyOf(topicArn: string, account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: CLOUDWATCH },
      Action: "SNS:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  });
}

describe("a topic", () => {
  it("takes what its policy lets a service publish, and nothing else", () => {
    const { id } = topic();
    expect(publish(cloud, CLOUDWATCH, id, "early")).toBe(false);
    const given = provider.create("aws:sns/topicPolicy:TopicPolicy", "p", {
      arn: id,
      policy: policyOf(id, "999999999999"),
    });
    expect(publish(cloud, CLOUDWATCH, id, "of another account")).toBe(false);
    given.update({ arn: id, policy: policyOf(id, cloud.accountId) });
    expect(given.drift()).toEqual([]);
    expect(publish(cloud, CLOUDWATCH, id, "an alarm")).toBe(true);
    expect(publish(cloud, "events.amazonaws.com", id, "an event")).toBe(false);
    given.delete();
    expect(publish(cloud, CLOUDWATCH, id, "late")).toBe(false);
    expect(
      snsState(cloud)
        .topics.get(id)
        .published.map(({ subject }) => subject),
    ).toEqual(["an alarm"]);
    expect(publish(cloud, CLOUDWATCH, `${id}-2`, "to nowhere")).toBe(false);
  });

  it("is found by its name", () => {
    const { id } = topic();
    const name = id.split(":").at(-1)!;
    const token = "aws:sns/getTopic:getTopic";
    expect(provider.invoke(token, { name })).toEqual({ id, name, arn: id, region: cloud.region });
    expect(() => provider.invoke(token, { name: "slack" })).toThrow(
      "reading SNS Topic (slack): empty result",
    );
  });

  it("has tags that change, and goes with its subscriptions", () => {
    const made = topic();
    expect(made.outputs).toMatchObject({
      arn: made.id,
      name: expect.stringMatching(/^alarms-[0-9a-f]{7}$/) as string,
      tagsAll: { team: "web" },
    });
    made.update({ tags: { stage: "test" } });
    expect(made.drift()).toEqual([]);
    const subscription = provider.create("aws:sns/topicSubscription:TopicSubscription", "s", {
      ...{ topic: made.id, protocol: "email", endpoint: "operators@example.com" },
    });
    expect(subscription.outputs).toMatchObject({
      pendingConfirmation: true,
      endpoint: "operators@example.com",
    });
    expect(subscription.drift()).toEqual([]);
    // Nobody has answered: it stays until AWS forgets it.
    subscription.delete();
    expect(Object.values(snsState(cloud).topics.get(made.id).subscribers)).toEqual(["operators@example.com"]);
    made.delete();
    expect(contentsOf(cloud)).toEqual([]);
  });

  it("is refused what is not simulated, and a policy that cannot be read", () => {
    const { id } = topic();
    const set = (AttributeName: string, AttributeValue: string) => () =>
      cloud.call(cloud.administrator, "sns", "SetTopicAttributes", {
        TopicArn: id,
        AttributeName,
        AttributeValue,
      });
    expect(set("DisplayName", "Alarms")).toThrow("NotSimulated: sns:SetTopicAttributes");
    expect(set("Policy", "{}")).toThrow("Syntax errors in policy.");
    const subscribe = () =>
      cloud.call(cloud.administrator, "sns", "Subscribe", { TopicArn: id, Protocol: "https", Endpoint: "x" });
    expect(subscribe).toThrow("NotSimulated: sns:Subscribe");
    const Name = id.split(":").at(-1)!;
    expect(() => cloud.call(cloud.administrator, "sns", "CreateTopic", { Name })).toThrow(
      "NotSimulated: sns:CreateTopic",
    );
  });
});
