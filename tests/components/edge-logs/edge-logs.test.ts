import { describe, expect, it } from "vitest";
import { EdgeLogs, type EdgeLogsArgs } from "../../../components/index.ts";
import { runProgram, valueOf } from "../../support/pulumi-program.ts";

const build = (args: EdgeLogsArgs = {}) =>
  runProgram(() => new EdgeLogs("edge-logs", args), {
    calls: { "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "111122223333" }) },
    outputs: ({ type, inputs }) =>
      type === "aws:s3/bucket:Bucket"
        ? { arn: "arn:aws:s3:::logs-1", bucket: "logs-1" }
        : { bucket: inputs["bucket"] },
  });

function problems(args: unknown): readonly string[] {
  return EdgeLogs.problems("edge-logs", args as EdgeLogsArgs).map(({ path, reason }) => `${path} ${reason}`);
}

describe("EdgeLogs", () => {
  it("makes a bucket that is closed, expires, and lets load balancers write", async () => {
    const { resource, result } = await build({ prefix: "edge", connection: true, healthCheck: true });
    expect(resource("edge-logs-bucket").inputs).toEqual({
      bucketPrefix: "edge-logs-",
      forceDestroy: false,
      tags: { Name: "edge-logs" },
    });
    expect(resource("edge-logs-closed").inputs).toEqual({
      bucket: "logs-1",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(resource("edge-logs-expiry").inputs).toEqual({
      bucket: "logs-1",
      rules: [
        {
          id: "expire",
          status: "Enabled",
          expiration: { days: 90 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    });
    expect(JSON.parse(String(resource("edge-logs-policy").inputs["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "LoadBalancersWriteLogs",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::logs-1/edge/AWSLogs/111122223333/*",
        },
        {
          Sid: "NobodyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::logs-1", "arn:aws:s3:::logs-1/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    expect(Object.keys(result.loadBalancerArgs)).toEqual(["accessLogs", "connectionLogs", "healthCheckLogs"]);
    expect(await valueOf(result.bucket)).toBe("logs-1");
  });

  it("makes nothing where a bucket is given", async () => {
    const { resources, result } = await build({ bucket: "theirs", access: false, connection: true });
    expect(resources.map(({ type }) => type)).toEqual(["multicluster-ingress:index:EdgeLogs"]);
    expect(Object.keys(result.loadBalancerArgs)).toEqual(["connectionLogs"]);
    expect(await valueOf(result.bucket)).toBe("theirs");
  });

  it.each<[EdgeLogsArgs]>([
    [{}],
    [{ expireDays: 1 }],
    [{ expireDays: 3_650 }],
    [{ bucket: "logs", prefix: "a" }],
    [{ bucket: "192.168.0.logs", prefix: "a/b" }],
  ])("accepts %j", (args) => {
    expect(problems(args)).toEqual([]);
  });

  it.each<[EdgeLogsArgs, string]>([
    [{ expireDays: 0 }, "expireDays is 0; use a whole number from 1 to 3650"],
    [{ expireDays: 3_651 }, "expireDays is 3651; use a whole number from 1 to 3650"],
    [{ access: false }, "access is false, and no other log is wanted; leave all of it out"],
    ...["AWSLogs", "/shop", "shop/", "/"].map((prefix): [EdgeLogsArgs, string] => [
      { prefix },
      `prefix is "${prefix}"; use a prefix without AWSLogs, which follows it, and without a slash at either end`,
    ]),
    ...["Logs", "a..b", "192.168.0.1", "ab"].map((bucket): [EdgeLogsArgs, string] => [
      { bucket },
      `bucket is "${bucket}"; use the name of an S3 bucket: 3 to 63 lower-case letters, digits, single dots and hyphens, not like an IP address`,
    ]),
    [
      { bucket: "logs", expireDays: 30 },
      "expireDays is a matter of whoever made the bucket that is given; leave it or bucket out",
    ],
    [
      { bucket: "logs", deleteLogs: true },
      "deleteLogs is a matter of whoever made the bucket that is given; leave it or bucket out",
    ],
  ])("refuses %j", (args, problem) => {
    expect(problems(args)).toEqual([problem]);
  });
});
