import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { acceptOutputs, readSharedIngress, refuseOtherRegion } from "../../../stacks/contract/contract.ts";
import { runProgram } from "../../support/pulumi-program.ts";
import { SHARED, SHARED_TARGET_GROUP } from "../../support/shared-stack.ts";
import { stackCloud } from "../../support/stack-cloud.ts";

const cloud = {
  calls: stackCloud.calls!,
  outputs: ({ type }: { type: string }) =>
    type === "pulumi:pulumi:StackReference" ? { outputs: SHARED, secretOutputNames: [] } : {},
};

describe("readSharedIngress", () => {
  it("gives every value of the stack that shares", async () => {
    const { result } = await runProgram(() => readSharedIngress("cluster1", "ap-northeast-2"), cloud);
    expect(await result).toEqual(SHARED);
  });

  it.each([
    ["cluster1", "organization/project/cluster1"],
    ["acme/network/cluster1", "acme/network/cluster1"],
  ])("finds %s as %s", async (given, qualified) => {
    const read: unknown[] = [];
    await runProgram(() => readSharedIngress(given, "ap-northeast-2"), {
      ...cloud,
      outputs: (resource) => {
        read.push([resource.type, resource.inputs["name"]]);
        return cloud.outputs(resource);
      },
    });
    expect(read).toEqual([["pulumi:pulumi:StackReference", qualified]]);
  });
});

describe("what another stack shares", () => {
  it("is refused where it is missing, with the way to get it and all that is missing at once", () => {
    const { apps: _apps, vpcId: _vpcId, ...others } = SHARED;
    expect(() => acceptOutputs("cluster1", others)).toThrow(
      new pulumi.RunError(
        'stack "cluster1" does not share what a member needs; bring "cluster1" up first (pulumi up --stack cluster1), and ' +
          "check that sharedStack names a stack with role primary or edge:\n" +
          "  - output vpcId is missing, but must be a VPC id\n" +
          "  - output apps is missing, but must be applications by name, each with targetGroups (kind, arn), healthCheckPort, " +
          "deregistrationDelaySeconds, targetType, protocolVersion and retire",
      ),
    );
  });

  it.each([
    ["region", "Seoul", "a region such as ap-northeast-2"],
    ["vpcId", "myvpc", "a VPC id"],
    ["publicSubnetIds", "subnet-1", "a list of subnet ids"],
    ["privateSubnetIds", ["one"], "a list of subnet ids"],
    ["publicSubnetCidrBlocks", ["all"], "a list of IPv4 blocks"],
    ["podSubnetIds", { "ap-northeast-2a": "one" }, "subnet ids by zone"],
    ["podSubnetIds", ["subnet-1"], "subnet ids by zone"],
    ["podSubnetCidrBlocks", ["all"], "a list of IPv4 blocks"],
    ["backendSecurityGroupId", 7, "a security group id"],
    ["lbcPolicyArn", "policy", "the ARN of an IAM policy"],
    ["deletionGuardArn", "guard", "the ARN of an IAM policy"],
    ["loadBalancerDnsName", "http://alb", "a DNS name"],
    ["loadBalancerArn", SHARED_TARGET_GROUP, "the ARN of a load balancer"],
    ["contractVersion", "3", "3"],
    ["contractVersion", 0, "3"],
    ["contractVersion", 2.5, "3"],
  ] as const)("is refused as %s in the form of %j", (output, value, expected) => {
    expect(() => acceptOutputs("cluster1", { ...SHARED, [output]: value })).toThrow(
      `  - output ${output} is ${JSON.stringify(value)}, but must be ${expected}`,
    );
  });

  it("is refused from another region", () => {
    refuseOtherRegion("cluster1", "ap-northeast-2", "ap-northeast-2");
    expect(() => {
      refuseOtherRegion("cluster1", "ap-northeast-2", "eu-west-1");
    }).toThrow(
      new pulumi.RunError(
        'aws:region is eu-west-1, but stack "cluster1" shares a load balancer in ap-northeast-2; set aws:region to ' +
          "ap-northeast-2",
      ),
    );
  });

  const app = SHARED.apps["2048"];

  it.each([
    { ...app, deregistrationDelaySeconds: -1 },
    { ...app, deregistrationDelaySeconds: 3_601 },
    { ...app, healthCheckPort: 0 },
    { ...app, healthCheckPort: 65_536 },
    { ...app, targetGroups: [{ kind: "controller", arn: SHARED.loadBalancerArn }] },
    { ...app, targetGroups: [{ kind: "another", arn: SHARED_TARGET_GROUP }] },
    { ...app, targetType: "lambda" },
  ])("is refused with an application such as %j", (wrong) => {
    expect(() => acceptOutputs("cluster1", { ...SHARED, apps: { "2048": wrong } })).toThrow(
      `  - output apps is ${JSON.stringify({ "2048": wrong }).slice(0, 100)}`,
    );
  });

  it.each([
    { ...app, deregistrationDelaySeconds: 0 },
    { ...app, deregistrationDelaySeconds: 3_600 },
    { ...app, healthCheckPort: 1 },
    { ...app, healthCheckPort: 65_535 },
    { ...app, targetGroups: [{ kind: "own", arn: SHARED_TARGET_GROUP, cluster: "blue" }] },
  ])("is taken with an application such as %j", (right) => {
    const outputs = { ...SHARED, apps: { shop: right } };
    expect(acceptOutputs("cluster1", outputs)).toEqual(outputs);
  });

  it("is read from a primary of the program before, which knew of one application", () => {
    const { apps: _apps, ...others } = SHARED;
    const before = {
      ...others,
      contractVersion: 2,
      targetGroupArn: SHARED_TARGET_GROUP,
      deregistrationDelaySeconds: 30,
      healthCheckPort: "traffic-port",
    };
    const { port: _port, ...known } = app;
    expect(acceptOutputs("cluster1", before)).toEqual({ ...SHARED, apps: { "2048": known } });
  });

  it("has no subnets for pods where the other stack has none, or is of an earlier program", () => {
    const { podSubnetIds: _ids, podSubnetCidrBlocks: _blocks, ...others } = SHARED;
    expect(acceptOutputs("cluster1", { ...others, podSubnetIds: undefined })).toEqual(SHARED);
    const some = {
      ...SHARED,
      podSubnetIds: { "ap-northeast-2a": "subnet-1" },
      podSubnetCidrBlocks: ["100.64.0.0/19"],
    };
    expect(acceptOutputs("cluster1", some)).toEqual(some);
  });

  it("is not read from a primary of a newer program", () => {
    expect(() => acceptOutputs("cluster1", { ...SHARED, contractVersion: 4, vpcId: undefined })).toThrow(
      new pulumi.RunError(
        'stack "cluster1" shares by version 4 of the contract between stacks, and this program knows it up to version 3; ' +
          'update this stack\'s code to that of "cluster1"',
      ),
    );
  });

  it("is not read with credentials of another account", async () => {
    const { result } = await runProgram(
      async () => await readSharedIngress("cluster1", "ap-northeast-2").catch((error: unknown) => error),
      {
        ...cloud,
        calls: { "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "999999999999" }) },
      },
    );
    expect(await result).toEqual(
      new pulumi.RunError(
        'the credentials are for AWS account 999999999999, but what stack "cluster1" shares is in account 111122223333; ' +
          "use credentials for account 111122223333",
      ),
    );
  });
});
