import { beforeEach, expect, it } from "vitest";
import { addKey } from "../../../sim/aws/kms/keys.ts";
import { logsOperations } from "../../../sim/aws/logs/operations.ts";
import { deliver, logsState } from "../../../sim/aws/logs/state.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { Provider } from "../../support/provider.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const GIVEN = { namePrefix: "shop-", retentionInDays: 30 };

let cloud: SimulatedCloud;
let provider: Provider;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
});

/** A key that CloudWatch Logs may use, or nobody. */
function key(Service: string): string {
  const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "kms:*", Resource: "*" }];
  const id = cloud.ids.uuid();
  return addKey(cloud, { id, enabled: true, policy: { Version: "2012-10-17", Statement } });
}

it("a log group is as the provider makes, changes and deletes it", () => {
  const made = provider.create(LOG_GROUP, "x", { ...GIVEN, tags: { team: "web" } });
  expect(made.id).toMatch(/^shop-\d{18}[0-9a-f]{8}$/);
  expect(made.outputs).toEqual({
    arn: `arn:aws:logs:ap-northeast-2:123456789012:log-group:${made.id}`,
    name: made.id,
    ...GIVEN,
    ...{ skipDestroy: false, deletionProtectionEnabled: false, logGroupClass: "STANDARD" },
    ...{ region: "ap-northeast-2", tags: { team: "web" }, tagsAll: { team: "web" } },
  });
  expect(made.missingInPreview()).toEqual([]);
  expect(made.drift()).toEqual([]);
  const kmsKeyId = key("logs.ap-northeast-2.amazonaws.com");
  made.update({ ...GIVEN, retentionInDays: 90, kmsKeyId, tags: { owner: "me" } });
  expect(logsState(cloud).groups.get(made.id)).toMatchObject({
    ...{ retentionInDays: 90, kmsKeyId, tags: { owner: "me" } },
  });
  made.update(GIVEN);
  expect(logsState(cloud).groups.get(made.id)).not.toHaveProperty("kmsKeyId");
  made.delete();
  expect(logsState(cloud).groups.size).toBe(0);
});

it("a key of KMS must let CloudWatch Logs use it", () => {
  const withKey = (kmsKeyId: string) => () => provider.create(LOG_GROUP, "x", { ...GIVEN, kmsKeyId });
  expect(withKey(key("logs.ap-northeast-2.amazonaws.com"))).not.toThrow();
  expect(withKey(key("ec2.amazonaws.com"))).toThrow(
    /^The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:/,
  );
});

it("a name is taken once, and found nowhere when it is gone", () => {
  const create = () => cloud.call(cloud.administrator, "logs", "CreateLogGroup", { logGroupName: "x" });
  create();
  expect(create).toThrow("The specified log group already exists");
  const missing = () => cloud.call(cloud.administrator, "logs", "FilterLogEvents", { logGroupName: "y" });
  expect(missing).toThrow("The specified log group does not exist.");
});

it("whoever makes one with tags must be allowed to tag it", () => {
  const resources = ["arn:aws:logs:ap-northeast-2:123456789012:log-group:x"];
  const context = { "aws:RequestTag/team": "web", "aws:TagKeys": ["team"] };
  const tags = { team: "web" };
  expect(logsOperations.CreateLogGroup.authorize!(cloud, { logGroupName: "x", tags })).toEqual([
    { action: "logs:CreateLogGroup", resources, context },
    { action: "logs:TagResource", resources, context },
  ]);
  expect(logsOperations.DeleteLogGroup.authorize!(cloud, { logGroupName: "x" })).toEqual([
    { action: "logs:DeleteLogGroup", resources },
  ]);
});

it("the latest thousand events are there", () => {
  cloud.call(cloud.administrator, "logs", "CreateLogGroup", { logGroupName: "x" });
  const arn = cloud.arn("logs", "log-group:x");
  for (let count = 0; count <= 1_000; count += 1) deliver(cloud, arn, "stream", String(count));
  const { events } = cloud.call(cloud.administrator, "logs", "FilterLogEvents", { logGroupName: "x" });
  expect([events.length, events[0]?.message]).toEqual([1_000, "1"]);
});
