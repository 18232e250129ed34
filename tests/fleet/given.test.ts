import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { putGiven } from "../../fleet/given/put-given.ts";
import { readGiven } from "../../fleet/given/read-given.ts";
import { quotaOf } from "../../sim/aws/elbv2/quotas.ts";
import { writeAsService } from "../../sim/aws/s3/state.ts";
import { publish } from "../../sim/aws/sns/state.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { temporaryFolder } from "../support/stack-files.ts";

const VPC = "vpc-0a1b2c3d4e5f60718";
const SUBNET = "subnet-0a1b2c3d4e5f6000";

/** A file with a text, read. */
const read = (text: string) => {
  const path = join(temporaryFolder(), "given.yaml");
  writeFileSync(path, text);
  return readGiven(path);
};

const put = (text: string): SimulatedCloud => {
  const given = read(text);
  const cloud = new SimulatedCloud(given.accountId === undefined ? {} : { accountId: given.accountId });
  putGiven(cloud, given);
  return cloud;
};

const refusal = (text: string): string => {
  try {
    put(text);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

describe("what is given", () => {
  it("is in the account, under the ids of the file", () => {
    const cloud = put(`
accountId: "111122223333"
vpcs:
  - id: ${VPC}
    cidrBlock: 10.0.0.0/16
    tags: { Name: company }
    subnets:
      - { id: ${SUBNET}1, cidrBlock: 10.0.0.0/24, availabilityZone: ap-northeast-2a, route: internet-gateway, mapPublicIpOnLaunch: true }
      - { id: ${SUBNET}2, cidrBlock: 10.0.1.0/24, availabilityZone: ap-northeast-2c, route: nat-gateway, tags: { tier: app } }
      - { id: ${SUBNET}3, cidrBlock: 10.0.2.0/24, availabilityZone: ap-northeast-2c }
keyPairs: [{ name: operations }]
principals: ["arn:aws:iam::111122223333:role/teams/developers", "arn:aws:iam::111122223333:user/jane"]
`);
    const { administrator } = cloud;
    const { Vpcs } = cloud.call(administrator, "ec2", "DescribeVpcs", {});
    expect(Vpcs).toMatchObject([
      {
        VpcId: VPC,
        CidrBlock: "10.0.0.0/16",
        OwnerId: "111122223333",
        Tags: [{ Key: "Name", Value: "company" }],
      },
    ]);
    const { Subnets } = cloud.call(administrator, "ec2", "DescribeSubnets", {});
    expect(Subnets).toMatchObject([
      { SubnetId: `${SUBNET}1`, AvailabilityZone: "ap-northeast-2a", MapPublicIpOnLaunch: true, Tags: [] },
      { SubnetId: `${SUBNET}2`, MapPublicIpOnLaunch: false, Tags: [{ Key: "tier", Value: "app" }] },
      { SubnetId: `${SUBNET}3`, VpcId: VPC },
    ]);
    const { RouteTables } = cloud.call(administrator, "ec2", "DescribeRouteTables", {});
    const routes = RouteTables.map(({ Associations, Routes }) => ({
      of: Associations.map(({ SubnetId = "main" }) => SubnetId),
      to: Routes.map(({ GatewayId, NatGatewayId }) => (GatewayId ?? NatGatewayId)?.split("-")[0]),
    }));
    expect(routes).toEqual([
      { of: ["main"], to: ["local"] },
      { of: [`${SUBNET}1`], to: ["igw", "local"] },
      { of: [`${SUBNET}2`], to: ["nat", "local"] },
    ]);
    expect(cloud.call(administrator, "ec2", "DescribeKeyPairs", {}).KeyPairs).toMatchObject([
      { KeyName: "operations" },
    ]);
    expect(cloud.call(administrator, "iam", "ListRoles", {}).Roles).toMatchObject([
      { Arn: "arn:aws:iam::111122223333:role/teams/developers" },
    ]);
  });

  it("has buckets into which load balancers write, or as their policies say", () => {
    const cloud = put(`
buckets:
  - { name: company-logs }
  - { name: closed-logs, policy: { Version: "2012-10-17", Statement: { Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*" } } }
`);
    const writes = (bucket: string, key: string) =>
      writeAsService(cloud, { principal: "logdelivery.elasticloadbalancing.amazonaws.com", bucket, key });
    const key = `AWSLogs/${cloud.accountId}/ELBAccessLogTestFile`;
    expect([
      writes("company-logs", key),
      writes("company-logs", `edge/${key}`),
      writes("closed-logs", key),
    ]).toEqual([true, true, false]);
  });

  it("has topics to which alarms publish, or as their policies say", () => {
    const cloud = put(`
topics:
  - { name: slack }
  - { name: closed, policy: { Version: "2012-10-17", Statement: { Effect: Deny, Principal: "*", Action: "SNS:Publish", Resource: "*" } } }
`);
    const publishes = (name: string) =>
      publish(cloud, "cloudwatch.amazonaws.com", cloud.arn("sns", name), "an alarm");
    expect(["slack", "closed", "other"].map(publishes)).toEqual([true, false, false]);
  });

  it("has elastic addresses, each once, and as many as an account may have", () => {
    const ids = [1, 2, 3, 4, 5, 6].map((last) => `eipalloc-0a1b2c3d4e5f6000${last}`);
    const given = (some: readonly string[]) =>
      `elasticAddresses: [${some.map((id) => `{ id: ${id} }`).join(", ")}]`;
    expect(refusal(given(ids.slice(0, 5)))).toBe("accepted");
    expect(refusal(given([...ids, ids[0]!])).split("\n")).toEqual([
      "given.yaml has 2 problems:",
      "  - elasticAddresses[5] is refused: The maximum number of addresses has been reached.",
      `  - elasticAddresses[6].id is ${ids[0]!}, the id of an earlier address; give each its own`,
    ]);
  });

  it("may be nothing", () => {
    expect(refusal("")).toBe("accepted");
  });
});

describe("a wrong file", () => {
  it("is refused with all that is wrong with its form", () => {
    expect(
      refusal(`
accountId: 1111
vpc: []
vpcs: [{ id: vpc-1, subnets: [{ id: ${SUBNET}1, route: igw, zone: a }] }]
principals: [developers]
certificates: []
hostedZones: [{ name: Example.COM., vpcIds: [] }]
buckets: [{ name: Logs }]
topics: [{ name: "arn:aws:sns:..." }]
images: [{ repository: registry.example.com/page, copyOf: nginx }]
`).split("\n"),
    ).toEqual([
      "given.yaml has 15 problems:",
      "  - accountId is 1111, a number; use a text",
      '  - vpcs[0].id is "vpc-1"; use a VPC id such as vpc-0123456789abcdef0',
      "  - vpcs[0].cidrBlock is missing; give a text",
      "  - vpcs[0].subnets[0].cidrBlock is missing; give a text",
      "  - vpcs[0].subnets[0].availabilityZone is missing; give a text",
      '  - vpcs[0].subnets[0].route is "igw"; use internet-gateway, nat-gateway or none',
      "  - vpcs[0].subnets[0].zone is not a known key; use one of id, cidrBlock, availabilityZone, route, mapPublicIpOnLaunch, tags",
      '  - principals[0] is "developers"; use the ARN of an IAM role or user such as arn:aws:iam::123456789012:role/developers',
      "  - certificates is []; the simulated cloud takes every certificate of the account and region for issued; leave it out",
      '  - hostedZones[0].name is "Example.COM."; use the name of a hosted zone in lower case, such as example.com',
      "  - hostedZones[0].vpcIds is []; name at least one VPC, or leave it out",
      '  - buckets[0].name is "Logs"; use the name of an S3 bucket: 3 to 63 lower-case letters, digits, single dots and hyphens, not like an IP address',
      '  - topics[0].name is "arn:aws:sns:..."; use up to 256 letters, digits, hyphens and underscores',
      '  - images[0].copyOf is "nginx"; use docker.io/library/nginx, docker.io/nginxinc/nginx-unprivileged, public.ecr.aws/eks/aws-load-balancer-controller, public.ecr.aws/l6m2t8p7/docker-2048, public.ecr.aws/nginx/nginx-unprivileged or registry.k8s.io/external-dns/external-dns',
      "  - vpc is not a known key; did you mean vpcs?",
    ]);
  });

  it("is refused with all that AWS would not have", () => {
    const subnet = (id: number, cidrBlock: string, zone: string, more = "") =>
      `      - { id: ${SUBNET}${id}, cidrBlock: ${cidrBlock}, availabilityZone: ${zone}${more} }`;
    expect(
      refusal(
        [
          "vpcs:",
          `  - id: ${VPC}`,
          "    cidrBlock: 10.0.0.0/16",
          "    subnets:",
          subnet(1, "10.0.0.0/24", "ap-northeast-2a", ", route: nat-gateway"),
          subnet(1, "10.0.1.0/24", "ap-northeast-2a"),
          subnet(2, "10.0.0.0/25", "ap-northeast-2a"),
          subnet(3, "10.0.3.0/24", "us-east-1a"),
          `  - { id: ${VPC}, cidrBlock: 10.1.0.0/16 }`,
          "keyPairs: [{ name: a }, { name: a }]",
          `principals: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::123456789012:role/b", "arn:aws:iam::123456789012:role/b"]`,
          "topics: [{ name: a, policy: {} }]",
        ].join("\n"),
      ).split("\n"),
    ).toEqual([
      "given.yaml has 9 problems:",
      `  - vpcs[0].subnets[1].id is ${SUBNET}1, the id of an earlier subnet; give each its own`,
      "  - vpcs[0].subnets[2] is refused: The CIDR '10.0.0.0/25' conflicts with another subnet",
      expect.stringMatching(/^ {2}- vpcs\[0\]\.subnets\[3\] is refused: .*us-east-1a/),
      "  - vpcs[0].subnets have route nat-gateway, but none has internet-gateway, where the NAT gateway would stand; add one",
      `  - vpcs[1].id is ${VPC}, the id of an earlier VPC; give each its own`,
      "  - keyPairs[1] is refused: The keypair already exists",
      "  - principals[0] is arn:aws:iam::111122223333:role/a, but the simulated account is 123456789012 in partition aws; " +
        "give accountId and the stacks' region to match",
      "  - principals[2] is refused: Role with name b already exists.",
      "  - topics[0] is refused: Syntax errors in policy.",
    ]);
  });
});

describe("quotas that are given", () => {
  it("are what load balancers may have", () => {
    const cloud = put("quotas: { rules-per-application-load-balancer: 150 }");
    expect(quotaOf(cloud, "rules-per-application-load-balancer")).toBe(150);
    expect(quotaOf(cloud, "targets-per-application-load-balancer")).toBe(1000);
  });

  it("are raised ones, of those that AWS raises", () => {
    expect(refusal("quotas: { rules-per-application-load-balancer: 50, target-groups-per-action: 6 }")).toBe(
      "given.yaml has 2 problems:\n" +
        "  - quotas.rules-per-application-load-balancer is 50; use 100, which every account has, or more\n" +
        "  - quotas.target-groups-per-action is not a known key; remove it",
    );
  });
});
