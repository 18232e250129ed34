import { expect, it } from "vitest";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { refuseMissingTopic } from "../../../stacks/refusals/missing-topic.ts";
import { refused } from "../../support/refused.ts";

const arn = (name: string, account = "123456789012") => `arn:aws:sns:ap-northeast-2:${account}:${name}`;

/** In an account that has the topic `slack`. */
function said(alarms: object): Promise<string> {
  return refused(() => refuseMissingTopic({ alarms } as OwnerConfig), {
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "123456789012" }),
    "aws:sns/getTopic:getTopic"({ name }) {
      if (name !== "slack") throw new Error(`reading SNS Topic (${String(name)}): empty result`);
      return { arn: arn("slack") };
    },
  });
}

it.each([[{}], [{ emails: ["a@example.com"] }], [{ topicArn: arn("slack") }]])(
  "alarms may be %j",
  async (alarms) => {
    expect(await said(alarms)).toBe("accepted");
  },
);

it("a topic of another account is not looked for, as nobody else can list it", async () => {
  expect(await said({ topicArn: arn("slak", "999999999999") })).toBe("accepted");
});

it("a topic that is not there is refused: alarms would reach nobody", async () => {
  expect(await said({ topicArn: arn("slak") })).toBe(
    `alarms.topicArn is "${arn("slak")}", but the account has no such topic, and alarms would reach nobody; make it, or name one that is there`,
  );
});
