import { expect, it } from "vitest";
import { Provider } from "../../../support/provider.ts";
import { errorOf, newTargetGroup, newWorld } from "../elbv2/world.ts";

const TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

/** What the Pulumi function gives. */
function shown(world: ReturnType<typeof newWorld>, typeName: string, identifier: string): unknown {
  const result = new Provider(world.cloud).invoke("aws:cloudcontrol/getResource:getResource", {
    typeName,
    identifier,
  });
  return { ...result, properties: JSON.parse(result["properties"] as string) as unknown };
}

it("shows a target group with its targets, whoever registered them", () => {
  const world = newWorld();
  const arn = newTargetGroup(world);
  world.call("RegisterTargets", { TargetGroupArn: arn, Targets: [{ Id: "192.168.1.7", Port: 9090 }] });
  world.call("AddTags", { ResourceArns: [arn], Tags: [{ Key: "team", Value: "edge" }] });
  expect(shown(world, TARGET_GROUP, arn)).toMatchObject({
    id: arn,
    identifier: arn,
    typeName: TARGET_GROUP,
    properties: {
      Name: "app",
      TargetGroupName: "app",
      TargetGroupArn: arn,
      TargetGroupFullName: arn.slice(arn.indexOf("targetgroup/")),
      TargetType: "ip",
      Port: 8080,
      VpcId: world.vpcId,
      Tags: [{ Key: "team", Value: "edge" }],
      Targets: [{ Id: "192.168.1.7", Port: 9090, AvailabilityZone: "ap-northeast-2b" }],
      TargetGroupAttributes: expect.arrayContaining([{ Key: "slow_start.duration_seconds", Value: "0" }]),
    },
  });
});

it("shows a network interface with its prefixes", () => {
  const world = newWorld();
  const { NetworkInterface: eni } = world.ec2("CreateNetworkInterface", {
    SubnetId: world.subnetIds[0],
    PrivateIpAddress: "192.168.0.9",
    Ipv4PrefixCount: 1,
  });
  expect(shown(world, "AWS::EC2::NetworkInterface", eni.NetworkInterfaceId)).toMatchObject({
    properties: {
      Id: eni.NetworkInterfaceId,
      PrivateIpAddresses: [{ PrivateIpAddress: "192.168.0.9", Primary: true }],
      Ipv4Prefixes: [{ Ipv4Prefix: expect.stringMatching(/^192\.168\.0\.\d+\/28$/) }],
    },
  });
});

it("says in the provider's words what is not there, and nothing of other types", () => {
  const world = newWorld();
  const arn = newTargetGroup(world).replace("/app/", "/gone/");
  expect(errorOf(() => shown(world, TARGET_GROUP, arn))).toBe(
    `Error: reading Cloud Control API (${TARGET_GROUP}) Resource (${arn}): couldn't find resource`,
  );
  expect(errorOf(() => shown(world, "AWS::EC2::NetworkInterface", "eni-0123456789abcdef0"))).toBe(
    "Error: reading Cloud Control API (AWS::EC2::NetworkInterface) Resource (eni-0123456789abcdef0): couldn't find resource",
  );
  expect(errorOf(() => shown(world, "AWS::ECS::Cluster", "main"))).toBe(
    "Error: NotSimulated: cloudcontrolapi:GetResource (AWS::ECS::Cluster)",
  );
});

it("reads as the caller, who needs the permissions of what is read", () => {
  const world = newWorld();
  const { cloud } = world;
  const role = { RoleName: "reader" };
  const Principal = { Service: "ec2.amazonaws.com" };
  const policy = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  cloud.call(cloud.administrator, "iam", "CreateRole", {
    ...role,
    AssumeRolePolicyDocument: policy({ Principal, Action: "sts:AssumeRole" }),
  });
  const session = {
    kind: "session",
    arn: cloud.arn("sts", "assumed-role/reader/x", { regional: false }),
    roleName: "reader",
  } as const;
  const refusedWith = (Action: string) => {
    const PolicyDocument = policy({ Action, Resource: "*" });
    cloud.call(cloud.administrator, "iam", "PutRolePolicy", { ...role, PolicyName: "reads", PolicyDocument });
    const Identifier = newTargetGroup(world);
    return errorOf(() =>
      cloud.call(session, "cloudcontrolapi", "GetResource", { TypeName: TARGET_GROUP, Identifier }),
    );
  };
  expect(refusedWith("elasticloadbalancing:*")).toMatch(/perform: cloudformation:GetResource/);
  expect(refusedWith("cloudformation:GetResource")).toMatch(
    /perform: elasticloadbalancing:DescribeTargetGroups/,
  );
});
