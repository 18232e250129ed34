/** A VPC that somebody else made, without public subnets: an internal load balancer, private clusters. */
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { Vpc } from "../../components/index.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

let fleet: LivingFleet;
let vpcId: string;
let privateSubnetIds: string[];

const NODES = { name: "ng", count: 2, subnets: "private" };

/** Configuration of both stacks. */
const PRIVATE: Changes = { controlPlaneSubnets: "private", nodeGroups: [NODES] };

const primary = (changes: Changes = {}): Changes => ({
  ...PRIVATE,
  vpc: { existing: { vpcId, privateSubnetIds } },
  ingress: { scheme: "internal" },
  ...changes,
});

beforeAll(async () => {
  fleet = new LivingFleet();
  // Whoever made the VPC has a NAT gateway in a subnet that is nobody else's business.
  const { outputs } = await fleet.host.up({
    project: "theirs",
    stack: "network",
    config: { "aws:region": "ap-northeast-2" },
    program() {
      const network = new Vpc("theirs", { availabilityZoneCount: 2, natGateways: "single" });
      return Promise.resolve({ vpcId: network.vpcId, privateSubnetIds: network.privateSubnetIds });
    },
  });
  vpcId = outputs["vpcId"] as string;
  privateSubnetIds = outputs["privateSubnetIds"] as string[];
});

describe("an existing VPC with private subnets only", () => {
  it("is refused for what needs public ones, by the keys", async () => {
    expect(
      await fleet.refusal(
        "cluster1",
        primary({ controlPlaneSubnets: "public", nodeGroups: [{ name: "ng" }], ingress: {} }),
      ),
    ).toBe(
      [
        'the configuration of stack "cluster1" has 3 problems (Pulumi.cluster1.yaml):',
        "  - controlPlaneSubnets is public, but vpc.existing.publicSubnetIds names none; use private, or name public subnets",
        "  - nodeGroups[0].subnets is public, but vpc.existing.publicSubnetIds names none; use private, or name public subnets",
        "  - ingress.scheme is internet-facing, but the VPC has no public subnets; use internal, or name subnets in ingress.subnetIds",
      ].join("\n"),
    );
  });

  it("carries primary and member behind an internal load balancer", async () => {
    expect(await fleet.refusal("cluster1", primary())).toBeUndefined();
    expect(await fleet.refusal("cluster2", { nodeGroups: [{ name: "ng" }] })).toBe(
      'stack "cluster1" shares no public subnets; set controlPlaneSubnets and nodeGroups[0].subnets to private',
    );
    expect(await fleet.refusal("cluster2", PRIVATE)).toBeUndefined();
    const { cloud } = fleet;
    cloud.clock.advance(120_000);
    const [loadBalancer] = elbv2State(cloud).loadBalancers.values();
    expect(loadBalancer).toMatchObject({ scheme: "internal", state: "active" });
    expect(loadBalancer!.subnets.map(({ subnetId }) => subnetId).sort()).toEqual(privateSubnetIds.toSorted());
    const [group] = elbv2State(cloud).targetGroups.values();
    const { TargetHealthDescriptions } = cloud.call(
      cloud.administrator,
      "elasticloadbalancing",
      "DescribeTargetHealth",
      { TargetGroupArn: group!.arn },
    );
    expect(TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.State)).toEqual([
      "healthy",
      "healthy",
      "healthy",
      "healthy",
    ]);
  });
});
