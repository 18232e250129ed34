import { expect, it } from "vitest";
import { DeletionGuard, EksCluster } from "../../../components/index.ts";
import { iamState } from "../../../sim/aws/iam/state.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { refusalOf, runProgram, valueOf } from "../../support/pulumi-program.ts";
import { SHARED } from "../../support/shared-stack.ts";
import { stackCloud } from "../../support/stack-cloud.ts";

it("is an IAM policy under a name that says what to do, and grants nothing", async () => {
  const { result, resources } = await runProgram(
    () => new DeletionGuard("guard", { guardName: "destroy-the-members-first", tags: { team: "edge" } }),
    { outputs: ({ name }) => ({ arn: `arn:of:${name}` }) },
  );
  expect(resources.map(({ type, name, parent }) => [type, name, parent])).toEqual([
    ["multicluster-ingress:index:DeletionGuard", "guard", undefined],
    ["aws:iam/policy:Policy", "destroy-the-members-first", "guard"],
  ]);
  const { policy, ...others } = resources[1]!.inputs;
  expect(others).toEqual({
    description: "Grants nothing; while it is attached, what is shared must not be destroyed",
    tags: { team: "edge" },
  });
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
  });
  expect(await valueOf(result.policyArn)).toBe("arn:of:destroy-the-members-first");
});

it("cannot be deleted while a member's role holds it, and can when none does", () => {
  const cloud = new SimulatedCloud();
  const { Policy } = cloud.call(cloud.administrator, "iam", "CreatePolicy", {
    PolicyName: "guard",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
    }),
  });
  cloud.call(cloud.administrator, "iam", "CreateRole", {
    RoleName: "member-nodes",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    }),
  });
  const held = { RoleName: "member-nodes", PolicyArn: Policy.Arn };
  cloud.call(cloud.administrator, "iam", "AttachRolePolicy", held);
  expect(() => cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: Policy.Arn })).toThrow(
    "Cannot delete a policy attached to entities.",
  );
  cloud.call(cloud.administrator, "iam", "DetachRolePolicy", held);
  cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: Policy.Arn });
  expect(iamState(cloud).policies.size).toBe(0);
});

it("is held before anything of a member is there, and until all of it is gone", async () => {
  const { resources, resource } = await runProgram(
    () =>
      new EksCluster("blue", {
        name: "blue",
        network: { vpcId: SHARED.vpcId, publicSubnetIds: ["subnet-0a", "subnet-0b"], privateSubnetIds: [] },
        nodeGroups: [{ name: "ng" }],
        nodeSecurityGroupRules: [
          { description: "ssh", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
        additionalNodePolicyArns: [SHARED.deletionGuardArn],
      }),
    stackCloud,
  );
  const holding = "blue-node-role-additional-1";
  expect(resource(holding).inputs["policyArn"]).toBe(SHARED.deletionGuardArn);
  const waits = new Set([holding]);
  for (const { name, dependencies } of resources) {
    if (dependencies.some((dependency) => waits.has(dependency))) waits.add(name);
  }
  const first = resources.filter(({ type, name }) => /^(aws|eks):/.test(type) && !waits.has(name));
  expect(first.map(({ name }) => name).toSorted()).toEqual(
    ["", "-registry", "-worker"].map((end) => `blue-node-role${end}`),
  );
});

it("remembers in tags, and is found with what it remembers and by how many roles it is held", async () => {
  const cloud = { outputs: ({ inputs }: { inputs: object }) => ({ ...inputs, arn: "arn:of:guard" }) };
  const { resource } = await runProgram(
    () =>
      new DeletionGuard("guard", { guardName: "policy", remembers: { a: "1", "b.c": "" }, tags: { d: "2" } }),
    cloud,
  );
  const { tags } = resource("policy").inputs;
  expect(tags).toEqual({ "multicluster-ingress/a": "1", "multicluster-ingress/b.c": "", d: "2" });
  expect(resource("policy").ignoreChanges).toEqual(["description"]);
  const find = async (answer: object) =>
    await (
      await runProgram(() => DeletionGuard.find("arn:of:guard"), {
        calls: { "aws:iam/getPolicy:getPolicy": () => ({ ...answer }) },
      })
    ).result;
  expect(await find({ name: "policy-1", attachmentCount: 2, tags })).toEqual({
    policyName: "policy-1",
    holders: 2,
    remembers: { a: "1", "b.c": "" },
  });
  expect(await find({ name: "policy-1", attachmentCount: 0, tags: { d: "2" } })).toEqual({
    policyName: "policy-1",
    holders: 0,
  });
});

it("refuses a name that IAM would not take, and more to remember than tags can hold", async () => {
  const remembers = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`key${index}`, "value"]));
  const args = { guardName: "destroy members first", remembers: { ...remembers, key0: "a;b" } };
  expect(await refusalOf(() => new DeletionGuard("guard", args))).toBe(
    [
      'DeletionGuard "guard" has 3 problems:',
      '  - guardName is "destroy members first"; use 1 to 128 letters, digits and any of _ + = , . @ -',
      "  - remembers has 11 entries; use 10 or fewer, as each is a tag",
      '  - remembers.key0 is "a;b"; use up to 256 letters, digits, spaces and any of _ . : / = + - @',
    ].join("\n"),
  );
  expect(DeletionGuard.problems("guard", { guardName: "destroy-members-first" })).toEqual([]);
});
