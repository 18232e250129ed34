import { iamState } from "../../../sim/aws/iam/state.ts";
import { beforeAll, describe, expect, it } from "vitest";
import type { FixedValues } from "../../../stacks/refusals/fixed-values.ts";
import { deployStack } from "../../../stacks/index.ts";
import { differences } from "../../../stacks/refusals/moves.ts";
import type { Changes } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";
import { runProgram } from "../../support/pulumi-program.ts";
import { SHARED } from "../../support/shared-stack.ts";
import { stackCloud } from "../../support/stack-cloud.ts";
import { configure } from "../../support/stack-config.ts";

const SUBNET = "subnet-0123456789abcdef0";

const refusalOf = (...lines: readonly string[]) =>
  'member stacks use what stack "cluster1" shares (1 role holds GUARD), and this would replace or delete it:\n' +
  lines.map((line) => `  - ${line}\n`).join("") +
  "set it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again";

const withoutSuffix = (message: string | undefined) =>
  message?.replace(/destroy-the-member-stacks-first-[0-9a-f]{7}/, "GUARD");

describe("a living primary with a member", () => {
  let fleet: LivingFleet;
  beforeAll(async () => {
    fleet = new LivingFleet();
    for (const stack of ["cluster1", "cluster2"]) expect((await fleet.up(stack)).succeeded).toBe(true);
  });

  it.each<[string, Changes, string[]]>([
    ["clusterName", { clusterName: "renamed" }, ['clusterName is "renamed", but was "myeks"']],
    [
      "vpc to one that is there",
      {
        vpc: {
          existing: { vpcId: "vpc-0123456789abcdef0", publicSubnetIds: [SUBNET, SUBNET.replace("f", "e")] },
        },
      },
      ['vpc.cidrBlock is not set, but was "192.168.0.0/16"'],
    ],
    [
      "one block",
      { vpc: { publicSubnetCidrBlocks: ["192.168.0.0/22", "192.168.64.0/22", "192.168.8.0/22"] } },
      [
        'vpc.publicSubnetCidrBlocks is "192.168.0.0/22 192.168.64.0/22 192.168.8.0/22", but was ' +
          '"192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end: [192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22]',
      ],
    ],
    [
      "zones",
      { vpc: { availabilityZoneNames: ["a", "b", "d"].map((letter) => `ap-northeast-2${letter}`) } },
      [
        'vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b ap-northeast-2d", but was ' +
          '"ap-northeast-2a ap-northeast-2b ap-northeast-2c", and may only grow at its end: [ap-northeast-2a, ap-northeast-2b, ap-northeast-2c]',
      ],
    ],
    ["role", { role: "member", sharedStack: "cluster2" }, ['role is "member", but was "primary"']],
    [
      "several keys",
      { clusterName: "renamed", namespace: "shop", ingress: { scheme: "internal" } },
      [
        'clusterName is "renamed", but was "myeks"',
        'namespace is "shop", but was "game-2048"',
        'ingress.scheme is "internal", but was "internet-facing"',
      ],
    ],
    ["namespace", { namespace: "shop" }, ['namespace is "shop", but was "game-2048"']],
    [
      "scheme",
      { ingress: { scheme: "internal" } },
      ['ingress.scheme is "internal", but was "internet-facing"'],
    ],
    [
      "loadBalancerName",
      { ingress: { loadBalancerName: "edge" } },
      ['ingress.loadBalancerName is "edge", but was not set'],
    ],
    [
      "cidrBlock",
      { vpc: { cidrBlock: "10.0.0.0/16" } },
      ['vpc.cidrBlock is "10.0.0.0/16", but was "192.168.0.0/16"'],
    ],
  ])("may not change %s, and nothing is touched", async (_key, changes, lines) => {
    const before = [fleet.world(), fleet.urns("cluster1")];
    expect(withoutSuffix(await fleet.refusal("cluster1", changes))).toBe(refusalOf(...lines));
    expect([fleet.world(), fleet.urns("cluster1")]).toEqual(before);
  });

  it("says the same when the guard is of a program that remembered nothing", async () => {
    const { cloud } = fleet;
    const guard = iamState(cloud)
      .policies.values()
      .find(({ PolicyName }) => PolicyName.startsWith("destroy"))!;
    const tags = guard.Tags;
    guard.Tags = [];
    const changes = {
      clusterName: "renamed",
      namespace: "shop",
      ingress: { scheme: "internal", loadBalancerName: "edge" },
      vpc: { availabilityZoneCount: 2 },
    };
    const before = [fleet.world(), fleet.urns("cluster1")];
    expect(withoutSuffix(await fleet.refusal("cluster1", changes))).toBe(
      refusalOf(
        'clusterName is "renamed", but was "myeks"',
        'namespace is "shop", but was "game-2048"',
        'ingress.scheme is "internal", but was "internet-facing"',
        'ingress.loadBalancerName is "edge", but was not set',
        'vpc.publicSubnetCidrBlocks is "192.168.0.0/22 192.168.4.0/22", but was ' +
          '"192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end: [192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22]',
        'vpc.privateSubnetCidrBlocks is "192.168.12.0/22 192.168.16.0/22", but was ' +
          '"192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end: [192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22]',
      ),
    );
    expect([fleet.world(), fleet.urns("cluster1")]).toEqual(before);
    guard.Tags = tags;
  });

  it("is refused to credentials of another account, before AWS is asked about it", async () => {
    const { accountId } = fleet.cloud;
    Object.assign(fleet.cloud, { accountId: "999999999999" });
    expect(await fleet.refusal("cluster1")).toBe(
      `the credentials are for AWS account 999999999999, but what stack "cluster1" made is in account ${accountId}; ` +
        `use credentials for account ${accountId}`,
    );
    Object.assign(fleet.cloud, { accountId });
  });

  it("may change everything that takes nothing from members", async () => {
    const changes = { ingress: { idleTimeoutSeconds: 120 }, tags: { team: "edge" }, app: { replicas: 3 } };
    expect(await fleet.refusal("cluster1", changes)).toBeUndefined();
    expect(await fleet.refusal("cluster1")).toBeUndefined();
  });

  it("may change as it likes when the member is gone", async () => {
    expect(fleet.destroy("cluster2").refusal).toBeUndefined();
    expect(await fleet.refusal("cluster1", { namespace: "shop" })).toBeUndefined();
    expect((await fleet.up("cluster2")).succeeded).toBe(true);
    expect(withoutSuffix(await fleet.refusal("cluster1"))).toBe(
      refusalOf('namespace is "game-2048", but was "shop"'),
    );
  });
});

describe("a stack whose guard a program finds otherwise", () => {
  const guardArn = SHARED.deletionGuardArn;
  const getPolicy = "aws:iam/getPolicy:getPolicy";

  /** Deploys on the outputs of a primary that is there, with another answer about its guard. */
  const deploy = (
    answer: () => Record<string, unknown>,
    changes: Record<string, string> = {},
    preview = false,
  ) =>
    runProgram(
      async () => {
        configure("cluster1", changes);
        return deployStack().then(
          () => undefined,
          (error: unknown) => (error as Error).message,
        );
      },
      {
        ...stackCloud,
        preview,
        calls: {
          ...stackCloud.calls,
          "pulumi:pulumi:readStackOutputs": () => ({
            outputs: { deletionGuardArn: guardArn, region: SHARED.region },
          }),
          [getPolicy]: answer,
        },
      },
    );
  const held = () => ({
    name: "guard",
    attachmentCount: 2,
    tags: { "multicluster-ingress/namespace": "shop" },
  });
  const unreadable = () => {
    throw new Error("not authorized to perform iam:GetPolicy");
  };

  it("may not move to another region while members are there, and registers nothing", async () => {
    const { result, resources, calls } = await deploy(held, { "aws:region": "eu-west-1" });
    expect(await result).toBe(
      'member stacks use what stack "stack" shares (2 roles hold guard), and this would replace or delete it:\n' +
        '  - aws:region is "eu-west-1", but was "ap-northeast-2"\n' +
        "set it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again",
    );
    expect(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).toEqual([]);
    expect(calls.map(({ token, args }) => [token, args])).toEqual([
      ["pulumi:pulumi:readStackOutputs", { name: "organization/project/stack" }],
      ["aws:index/getCallerIdentity:getCallerIdentity", {}],
      [getPolicy, { arn: guardArn }],
    ]);
  });

  it("is refused in a preview too", async () => {
    const { result } = await deploy(held, {}, true);
    expect(await result).toContain('  - namespace is "game-2048", but was "shop"\n');
  });

  it("is brought up anew when the guard was deleted by hand", async () => {
    const { result } = await deploy(() => {
      throw new Error(`reading IAM Policy (${guardArn}): couldn't find resource`);
    });
    expect(await result).toBeUndefined();
  });

  it("is not updated when nobody can tell, but previewed", async () => {
    expect(await (await deploy(unreadable)).result).toMatch(
      /^whether member stacks use this one cannot be told: .*not authorized to perform iam:GetPolicy$/s,
    );
    expect(await (await deploy(unreadable, {}, true)).result).toBeUndefined();
  });
});

describe("a guard of which somebody took tags away", () => {
  it("is still known by what AWS has", async () => {
    const fleet = new LivingFleet();
    const { outputs } = await fleet.up("cluster1");
    expect((await fleet.up("cluster2")).succeeded).toBe(true);
    const { cloud } = fleet;
    cloud.call(cloud.administrator, "iam", "UntagPolicy", {
      PolicyArn: String(outputs["deletionGuardArn"]),
      TagKeys: ["clusterName", "namespace"].map((key) => `multicluster-ingress/${key}`),
    });
    expect(await fleet.refusal("cluster1", { namespace: "shop" })).toContain(
      '\n  - namespace is "shop", but was "game-2048"\n',
    );
    expect(await fleet.refusal("cluster1")).toBeUndefined();
  });
});

describe("what moves", () => {
  const LISTS = "vpc.publicSubnetCidrBlocks";

  it.each([
    ["a value stays", { a: "1" }, { a: "1" }, []],
    ["a value changes", { a: "1" }, { a: "2" }, [{ key: "a", now: "2", before: "1" }]],
    ["a value goes", { a: "1" }, {}, [{ key: "a", now: undefined, before: "1" }]],
    ["a value comes that was not remembered", {}, { a: "2" }, []],
    ["a list grows at its end", { [LISTS]: "x y" }, { [LISTS]: "x y z" }, []],
    ["a list begins", { [LISTS]: "" }, { [LISTS]: "x" }, []],
    ["a list shrinks", { [LISTS]: "x y" }, { [LISTS]: "x" }, [{ key: LISTS, now: "x", before: "x y" }]],
    [
      "a list's last goes on",
      { [LISTS]: "x y" },
      { [LISTS]: "x yz" },
      [{ key: LISTS, now: "x yz", before: "x y" }],
    ],
    ["a list is gone", { [LISTS]: "x" }, {}, [{ key: LISTS, now: undefined, before: "x" }]],
    [
      "the network is another, and its blocks with it",
      { "vpc.cidrBlock": "1", [LISTS]: "x" },
      { "vpc.cidrBlock": "2", [LISTS]: "y" },
      [{ key: "vpc.cidrBlock", now: "2", before: "1" }],
    ],
  ])("when %s", (_what, before, now, moves) => {
    expect(differences(before as FixedValues, now as FixedValues)).toEqual(moves);
  });
});
