import { expect, it } from "vitest";
import { DeletionGuard, LbcAddon } from "../../../components/index.ts";
import { Cloud } from "../../../sim/cloud.ts";
import { runProgram, valueOf } from "../../support/pulumi-program.ts";

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
  const cloud = new Cloud();
  const { Policy } = cloud.call(cloud.administrator, "iam", "CreatePolicy", {
    PolicyName: "guard",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
    }),
  });
  cloud.call(cloud.administrator, "iam", "CreateRole", {
    RoleName: "member-lbc",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    }),
  });
  const held = { RoleName: "member-lbc", PolicyArn: Policy.Arn };
  cloud.call(cloud.administrator, "iam", "AttachRolePolicy", held);
  expect(() => cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: Policy.Arn })).toThrow(
    "Cannot delete a policy attached to entities.",
  );
  cloud.call(cloud.administrator, "iam", "DetachRolePolicy", held);
  cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: Policy.Arn });
  expect(cloud.iam.policies.size).toBe(0);
});

it("is held by a member's controller until the controller is gone", async () => {
  const { resource } = await runProgram(
    () =>
      new LbcAddon("lbc", {
        clusterName: "blue",
        region: "ap-northeast-2",
        vpcId: "vpc-0123456789abcdef0",
        backendSecurityGroupId: "sg-0123456789abcdef0",
        identity: { type: "irsa", oidcIssuer: "https://oidc.example", oidcProviderArn: "arn:of:oidc" },
        existingPolicyArn: "arn:aws:iam::111122223333:policy/lbc",
        additionalPolicyArns: ["arn:aws:iam::111122223333:policy/guard"],
      }),
  );
  expect(resource("lbc-role-policy-1").inputs["policyArn"]).toBe("arn:aws:iam::111122223333:policy/guard");
  expect(resource("lbc-release").dependencies).toContain("lbc-role-policy-1");
});
