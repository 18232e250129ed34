import { beforeEach, describe, expect, it } from "vitest";
import { authorize } from "../../../../sim/aws/iam/authorize.ts";
import { iamState } from "../../../../sim/aws/iam/state.ts";
import type { Caller } from "../../../../sim/core/caller.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow, createRole, deny, putPolicy, trust } from "./support.ts";

let cloud: SimulatedCloud;
let session: Caller;

beforeEach(() => {
  cloud = new SimulatedCloud();
  createRole(cloud, "app", trust({ Service: "ec2.amazonaws.com" }));
  session = { kind: "session", arn: "arn:aws:sts::123456789012:assumed-role/app/i-1", roleName: "app" };
});

const VPC = "arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-1";

function check(service: string, action: string, resource: string, context = {}): void {
  authorize(cloud, session, service, { action, resources: [resource], context });
}

it("lets the administrator and AWS services do everything", () => {
  for (const caller of [cloud.administrator, { kind: "service", arn: "eks.amazonaws.com" } as const]) {
    expect(() =>
      authorize(cloud, caller, "ec2", { action: "ec2:DeleteVpc", resources: [VPC] }),
    ).not.toThrow();
  }
});

it("refuses a caller without credentials", () => {
  const caller = { kind: "anonymous", arn: "anonymous" } as const;
  expect(() => authorize(cloud, caller, "ec2", { action: "ec2:DescribeVpcs", resources: ["*"] })).toThrow(
    expect.objectContaining({ code: "MissingAuthenticationToken" }),
  );
});

it("refuses a session whose role is gone", () => {
  iamState(cloud).roles.delete("app");
  expect(() => check("ec2", "ec2:DescribeVpcs", "*")).toThrow(
    "The security token included in the request is invalid",
  );
});

it("allows what an inline policy or an attached policy allows, from then on and until it is gone", () => {
  putPolicy(cloud, "app", "read", [allow("ec2:Describe*", "*")]);
  expect(() => check("ec2", "ec2:DescribeVpcs", "*")).not.toThrow();
  cloud.call(cloud.administrator, "iam", "DeleteRolePolicy", { RoleName: "app", PolicyName: "read" });
  expect(() => check("ec2", "ec2:DescribeVpcs", "*")).toThrow();
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";
  cloud.call(cloud.administrator, "iam", "AttachRolePolicy", { RoleName: "app", PolicyArn });
  expect(() => check("ec2", "ec2:DescribeSubnets", "*")).not.toThrow();
  expect(() => check("ec2", "ec2:DescribeVpcs", "*")).toThrow();
});

describe("words of a refusal", () => {
  it("are EC2's own for EC2", () => {
    expect(() => check("ec2", "ec2:DeleteVpc", VPC)).toThrow(
      expect.objectContaining({
        code: "UnauthorizedOperation",
        statusCode: 403,
        message: `You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/app/i-1 is not authorized to perform: ec2:DeleteVpc on resource: ${VPC} because no identity-based policy allows the ec2:DeleteVpc action`,
      }),
    );
  });

  it("leave out the resource where the action knows none", () => {
    expect(() => check("elasticloadbalancing", "elasticloadbalancing:DescribeLoadBalancers", "*")).toThrow(
      expect.objectContaining({
        code: "AccessDenied",
        statusCode: 403,
        message:
          "User: arn:aws:sts::123456789012:assumed-role/app/i-1 is not authorized to perform: elasticloadbalancing:DescribeLoadBalancers because no identity-based policy allows the elasticloadbalancing:DescribeLoadBalancers action",
      }),
    );
  });

  it("have code and status of the service's protocol", () => {
    const eks = expect.objectContaining({ code: "AccessDeniedException", statusCode: 403 });
    expect(() => check("eks", "eks:ListClusters", "*")).toThrow(eks);
    const wafv2 = expect.objectContaining({ code: "AccessDeniedException", statusCode: 400 });
    expect(() => check("wafv2", "wafv2:ListWebACLs", "*")).toThrow(wafv2);
  });

  it("tell an explicit deny", () => {
    putPolicy(cloud, "app", "deny", [allow("ec2:*", "*"), deny("ec2:DeleteVpc", "*")]);
    expect(() => check("ec2", "ec2:CreateVpc", VPC)).not.toThrow();
    expect(() => check("ec2", "ec2:DeleteVpc", VPC)).toThrow(
      /on resource: \S+ with an explicit deny in an identity-based policy$/,
    );
  });
});

it("must be allowed on each of several resources", () => {
  putPolicy(cloud, "app", "one", [allow("ec2:CreateRoute", VPC)]);
  const both = { action: "ec2:CreateRoute", resources: [VPC, VPC.replace("vpc-1", "vpc-2")] };
  expect(() => authorize(cloud, session, "ec2", both)).toThrow(/on resource: \S+vpc-2 because/);
});

it("knows the tags of a resource under the service's key as well", () => {
  const Condition = { StringEquals: { "ec2:ResourceTag/owner": "app" } };
  putPolicy(cloud, "app", "own", [{ ...allow("ec2:DeleteVpc", "*"), Condition }]);
  expect(() => check("ec2", "ec2:DeleteVpc", VPC, { "aws:ResourceTag/owner": "app" })).not.toThrow();
  expect(() => check("ec2", "ec2:DeleteVpc", VPC, { "aws:ResourceTag/owner": "other" })).toThrow();
});

it("knows principal, account, region and the role's tags", () => {
  cloud.call(cloud.administrator, "iam", "TagRole", {
    RoleName: "app",
    Tags: [{ Key: "team", Value: "edge" }],
  });
  const Condition = {
    ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/*" },
    StringEquals: {
      "aws:PrincipalTag/team": "edge",
      "aws:RequestedRegion": "ap-northeast-2",
      "aws:ResourceTag/team": "${aws:PrincipalTag/team}",
    },
  };
  putPolicy(cloud, "app", "team", [{ ...allow("ec2:DeleteVpc", "*"), Condition }]);
  expect(() => check("ec2", "ec2:DeleteVpc", VPC, { "aws:ResourceTag/team": "edge" })).not.toThrow();
  expect(() => check("ec2", "ec2:DeleteVpc", VPC, { "aws:ResourceTag/team": "core" })).toThrow();
});
