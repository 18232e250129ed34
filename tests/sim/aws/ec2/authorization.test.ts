import { describe, expect, it } from "vitest";
import { ec2Operations } from "../../../../sim/aws/ec2/operations.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { newGroup, newInstance, newWorld } from "./support.ts";

const ARN = "arn:aws:ec2:ap-northeast-2:123456789012";

describe("what IAM is asked", () => {
  it("for a tagged security group: the action on group and VPC, and CreateTags", () => {
    const { cloud, vpcId: VpcId } = newWorld();
    const request = {
      GroupName: "web",
      Description: "web",
      VpcId,
      TagSpecifications: [
        { ResourceType: "security-group", Tags: [{ Key: "elbv2.k8s.aws/cluster", Value: "myeks" }] },
      ],
    };
    const tags = {
      "aws:RequestTag/elbv2.k8s.aws/cluster": "myeks",
      "aws:TagKeys": ["elbv2.k8s.aws/cluster"],
    };
    const group = [`${ARN}:security-group/*`];
    expect(ec2Operations.CreateSecurityGroup.authorize?.(cloud, request)).toEqual([
      {
        action: "ec2:CreateSecurityGroup",
        resources: group,
        context: { ...tags, "ec2:Vpc": `${ARN}:vpc/${VpcId}` },
      },
      {
        action: "ec2:CreateTags",
        resources: group,
        context: { ...tags, "ec2:CreateAction": "CreateSecurityGroup" },
      },
      { action: "ec2:CreateSecurityGroup", resources: [`${ARN}:vpc/${VpcId}`], context: {} },
    ]);
  });

  it("for a rule: the action on the group, with the group's tags", () => {
    const world = newWorld();
    const { cloud, ec2, vpcId } = world;
    const GroupId = newGroup(world, "nodes");
    ec2("CreateTags", {
      Resources: [GroupId],
      Tags: [{ Key: "kubernetes.io/cluster/myeks", Value: "owned" }],
    });
    const request = { GroupId, IpPermissions: [] };
    expect(ec2Operations.AuthorizeSecurityGroupIngress.authorize?.(cloud, request)).toEqual([
      {
        action: "ec2:AuthorizeSecurityGroupIngress",
        resources: [`${ARN}:security-group/${GroupId}`],
        context: {
          "aws:ResourceTag/kubernetes.io/cluster/myeks": "owned",
          "ec2:ResourceTag/kubernetes.io/cluster/myeks": "owned",
          "ec2:Vpc": `${ARN}:vpc/${vpcId}`,
        },
      },
    ]);
  });

  it("for later tags: without a create action", () => {
    const { cloud, vpcId } = newWorld();
    const request = { Resources: [vpcId], Tags: [{ Key: "a", Value: "1" }] };
    const context = { "aws:RequestTag/a": "1", "aws:TagKeys": ["a"] };
    const resources = [`${ARN}:vpc/${vpcId}`];
    expect(ec2Operations.CreateTags.authorize?.(cloud, request)).toEqual([
      { action: "ec2:CreateTags", resources, context },
    ]);
    expect(ec2Operations.DeleteTags.authorize?.(cloud, request)).toEqual([
      { action: "ec2:DeleteTags", resources, context },
    ]);
  });

  it("for an attachment: the action on interface and instance", () => {
    const world = newWorld();
    const InstanceId = newInstance(world);
    const { NetworkInterfaceId } = world.ec2("CreateNetworkInterface", {
      SubnetId: world.subnetId,
    }).NetworkInterface;
    const request = { InstanceId, NetworkInterfaceId, DeviceIndex: 1 };
    const checks = ec2Operations.AttachNetworkInterface.authorize?.(world.cloud, request);
    expect(checks?.map(({ action, resources }) => [action, ...resources])).toEqual([
      ["ec2:AttachNetworkInterface", `${ARN}:network-interface/${NetworkInterfaceId}`],
      ["ec2:AttachNetworkInterface", `${ARN}:instance/${InstanceId}`],
    ]);
  });

  it("for an instance: the action on all that it is made of, with its type", () => {
    const { cloud, subnetId: SubnetId } = newWorld();
    const Tags = [{ Key: "a", Value: "1" }];
    const checks = ec2Operations.RunInstances.authorize?.(cloud, {
      MinCount: 1,
      MaxCount: 1,
      InstanceType: "t3.medium",
      SecurityGroupIds: ["sg-1"],
      SubnetId,
      TagSpecifications: [{ ResourceType: "instance", Tags }],
    });
    expect(checks?.map(({ action, resources }) => [action, ...resources])).toEqual([
      ["ec2:RunInstances", `${ARN}:instance/*`],
      ["ec2:CreateTags", `${ARN}:instance/*`],
      ["ec2:RunInstances", `${ARN}:network-interface/*`],
      ["ec2:RunInstances", `${ARN}:volume/*`],
      ["ec2:RunInstances", `${ARN}:subnet/${SubnetId}`],
      ["ec2:RunInstances", `${ARN}:security-group/sg-1`],
    ]);
    expect(checks?.[0]?.context).toMatchObject({ "ec2:InstanceType": "t3.medium" });
  });

  it("for reads: the action on everything", () => {
    for (const action of ["DescribeVpcs", "DescribeSecurityGroups", "DescribeInstances"] as const) {
      expect(ec2Operations[action]).not.toHaveProperty("authorize");
    }
  });
});

it("refuses a session without permission, and changes nothing", () => {
  const world = newWorld();
  const { cloud, vpcId: VpcId } = world;
  cloud.call(cloud.administrator, "iam", "CreateRole", {
    RoleName: "reader",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const arn = "arn:aws:sts::123456789012:assumed-role/reader/session";
  const session = { kind: "session", arn, roleName: "reader" } as const;
  expect(() => cloud.call(session, "ec2", "DeleteVpc", { VpcId })).toThrow(
    expect.objectContaining({ code: "UnauthorizedOperation", statusCode: 403 }),
  );
  expect(ec2State(cloud).vpcs.has(VpcId)).toBe(true);
});
