/** Clusters in a VPC that has no way to the internet: given with its endpoints, or made with them. */
import { beforeEach, describe, expect, it } from "vitest";
import { putGiven } from "../../fleet/given/put-given.ts";
import { givenSchema } from "../../fleet/given/schema.ts";
import { ec2State } from "../../sim/aws/ec2/state.ts";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../sim/kubernetes/objects.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const REGISTRY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
const VPC = "vpc-0a1b2c3d4e5f60720";
const SUBNETS = ["subnet-0a1b2c3d4e5f60021", "subnet-0a1b2c3d4e5f60022"];
const NEEDED = ["ec2", "ecr.api", "ecr.dkr", "elasticloadbalancing", "s3", "sts"];

const given = (endpoints: readonly string[]) => ({
  name: "given.yaml",
  ...givenSchema.parse({
    vpcs: [
      {
        id: VPC,
        cidrBlock: "10.30.0.0/16",
        endpoints,
        subnets: SUBNETS.map((id, index) => ({
          id,
          cidrBlock: `10.30.${16 * (index + 1)}.0/20`,
          availabilityZone: `ap-northeast-2${"ac"[index]}`,
          tags: { "kubernetes.io/role/internal-elb": "1" },
        })),
      },
    ],
    images: [
      { repository: `${REGISTRY}/lbc`, copyOf: "public.ecr.aws/eks/aws-load-balancer-controller" },
      { repository: `${REGISTRY}/page`, copyOf: "public.ecr.aws/nginx/nginx-unprivileged" },
    ],
    chartRepositories: [{ url: `oci://${REGISTRY}/charts` }],
  }),
});

const CLOSED: Changes = {
  controlPlaneSubnets: "private",
  nodeGroups: [{ name: "ng", count: 2, subnets: "private" }],
  controller: {
    shield: false,
    imageRepository: `${REGISTRY}/lbc`,
    chartRepository: { url: `oci://${REGISTRY}/charts` },
  },
  app: {},
  apps: {
    page: { content: { type: "colour-page" }, image: `${REGISTRY}/page:1.31-alpine` },
  },
};

const primary = (changes: Changes = {}): Changes => ({
  ...CLOSED,
  vpc: { existing: { vpcId: VPC, privateSubnetIds: SUBNETS } },
  ingress: { scheme: "internal" },
  ...changes,
});

const fleetWith = (endpoints: readonly string[]) => {
  const cloud = new SimulatedCloud();
  putGiven(cloud, given(endpoints));
  return new LivingFleet({ cloud });
};

const problems = (stack: string, ...lines: string[]) =>
  [
    `the configuration of stack "${stack}" has ${lines.length === 1 ? "a problem" : `${lines.length} problems`} (Pulumi.${stack}.yaml):`,
    ...lines.map((line) => `  - ${line}`),
  ].join("\n");

const targetStates = (cloud: SimulatedCloud) => {
  const [group] = elbv2State(cloud).targetGroups.values();
  return cloud
    .call(cloud.administrator, "elasticloadbalancing", "DescribeTargetHealth", { TargetGroupArn: group!.arn })
    .TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.State);
};

describe("a VPC of somebody else without a way to the internet", { timeout: 60_000 }, () => {
  let fleet: LivingFleet;
  beforeEach(() => {
    fleet = fleetWith(NEEDED);
  });

  it("carries primary and member by its endpoints", async () => {
    expect(await fleet.refusal("cluster1", primary())).toBeUndefined();
    expect(await fleet.refusal("cluster2", CLOSED)).toBeUndefined();
    fleet.cloud.clock.advance(120_000);
    expect(targetStates(fleet.cloud)).toEqual(["healthy", "healthy", "healthy", "healthy"]);
  });

  it("lets nodes pull from the registry of the region alone", async () => {
    await fleet.succeed("cluster1", primary());
    const { api } = clustersOf(fleet.cloud).get("myeks")!;
    const pod = (name: string, image: string) =>
      api.create({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default" },
        spec: { containers: [{ name, image }] },
      });
    pod("copy", `${REGISTRY}/page:1.30`);
    pod("original", "public.ecr.aws/nginx/nginx-unprivileged:1.30");
    const endpoints = ec2State(fleet.cloud).vpcEndpoints;
    fleet.cloud.clock.advance(60_000);
    const stateOf = (name: string) =>
      (api.get("v1/Pod", "default", name) as Pod).status.containerStatuses?.[0]?.state;
    expect(stateOf("copy")).toHaveProperty("running");
    expect(stateOf("original")?.waiting?.reason).toBe("ImagePullBackOff");
    expect(stateOf("original")?.waiting?.message).toContain("has no route to the internet");
    const [registry] = endpoints.where(({ ServiceName }) => ServiceName.endsWith(".ecr.dkr"));
    fleet.cloud.call(fleet.cloud.administrator, "ec2", "DeleteVpcEndpoints", {
      VpcEndpointIds: [registry!.VpcEndpointId],
    });
    pod("later", `${REGISTRY}/page:1.29`);
    fleet.cloud.clock.advance(60_000);
    expect(stateOf("later")?.waiting?.reason).toBe("ImagePullBackOff");
  });

  it("is refused by what it lacks, before anything is registered", async () => {
    const lacking = fleetWith(["ec2", "ecr.api", "ecr.dkr", "elasticloadbalancing"]);
    const { programError, steps } = await lacking.up("cluster1", primary());
    expect(programError?.message).toBe(
      problems(
        "cluster1",
        `nodeGroups[0].subnets is private, but ${SUBNETS.join(", ")} of ${VPC} have no route to the internet, and nodes there cannot reach s3 (no endpoint), sts (no endpoint); add the endpoints to the VPC, or routes to a NAT gateway`,
      ),
    );
    expect(steps).toEqual([]);
  });

  it("is refused where Pod Identity has no endpoint, and where settings lead to the internet", async () => {
    const { chartRepository: _chart, ...controller } = { chartRepository: 0, identity: "pod-identity" };
    expect(
      await fleet.refusal(
        "cluster1",
        primary({
          controller,
          endpointPrivateAccess: false,
          apps: { page: { content: { type: "colour-page" } } },
        }),
      ),
    ).toBe(
      problems(
        "cluster1",
        `nodeGroups[0].subnets is private, but ${SUBNETS.join(", ")} of ${VPC} have no route to the internet, and nodes there cannot reach eks-auth (no endpoint); add the endpoints to the VPC, or routes to a NAT gateway`,
        "endpointPrivateAccess is false, but nodes without a way to the internet reach their cluster within the VPC alone; set it to true",
        "controller.shield is on, but AWS Shield has no VPC endpoint for nodes without a way to the internet; set it to false",
        "controller.imageRepository is not set, which means public.ecr.aws/eks/aws-load-balancer-controller, on the internet, which nodes without a way to the internet cannot pull; copy it to a registry of the region, such as Amazon ECR, and name it",
        "apps.page.image is not set, which means public.ecr.aws/nginx/nginx-unprivileged:1.31-alpine, on the internet, which nodes without a way to the internet cannot pull; copy it to a registry of the region, such as Amazon ECR, and name it",
      ),
    );
  });

  it("is refused where endpoints let no node in, have no private DNS, or serve other routes", async () => {
    const { cloud } = fleet;
    const state = ec2State(cloud);
    const [rule] = state.securityGroupRules.where(
      ({ CidrIpv4, IsEgress }) => !IsEgress && CidrIpv4 === "10.30.0.0/16",
    );
    cloud.call(cloud.administrator, "ec2", "RevokeSecurityGroupIngress", {
      GroupId: rule!.GroupId,
      SecurityGroupRuleIds: [rule!.SecurityGroupRuleId],
    });
    const idOf = (service: string) =>
      state.vpcEndpoints.where(({ ServiceName }) => ServiceName.endsWith(`.${service}`))[0]!;
    Object.assign(idOf("sts"), { PrivateDnsEnabled: false });
    const table = idOf("s3").RouteTableIds[0]!;
    idOf("s3").RouteTableIds = [];
    const message = await fleet.refusal("cluster1", primary());
    expect(message).toContain(`ec2 (${idOf("ec2").VpcEndpointId} lets no node in on port 443), `);
    expect(message).toContain(`s3 (${idOf("s3").VpcEndpointId} does not serve ${table}), `);
    expect(message).toContain(`sts (${idOf("sts").VpcEndpointId} has no private DNS); add`);
  });
});

describe("a VPC of our own without NAT gateways", { timeout: 60_000 }, () => {
  it("has the endpoints that it is given, and wants those that nodes need", async () => {
    const fleet = fleetWith([]);
    const own = (endpoints: readonly string[]): Changes => ({
      ...CLOSED,
      vpc: { endpoints: [...endpoints] },
    });
    expect(await fleet.refusal("cluster1", own([]))).toBe(
      problems(
        "cluster1",
        "nodeGroups[0].subnets is private, but vpc.natGateways is none, so that the nodes could reach neither EKS nor their images; use public, set vpc.natGateways to single or one-per-zone, or vpc.endpoints to [ec2, ecr.api, ecr.dkr, elasticloadbalancing, s3, sts]",
      ),
    );
    expect(await fleet.refusal("cluster1", own(["ec2", "logs", "s3"]))).toBe(
      problems(
        "cluster1",
        "vpc.endpoints has none for ecr.api, ecr.dkr, elasticloadbalancing, sts, which nodes in private subnets need without NAT gateways; use [ec2, ecr.api, ecr.dkr, elasticloadbalancing, logs, s3, sts]",
      ),
    );
    await fleet.succeed("cluster1", own(NEEDED));
    expect(await fleet.refusal("cluster2", CLOSED)).toBeUndefined();
    fleet.cloud.clock.advance(120_000);
    expect(targetStates(fleet.cloud)).toEqual(["healthy", "healthy", "healthy", "healthy"]);
    expect((await fleet.succeed("cluster1", own(NEEDED))).steps).toEqual([]);
    expect((await fleet.succeed("cluster1", own([...NEEDED, "logs"]))).steps).toEqual([
      "create aws:ec2/vpcEndpoint:VpcEndpoint myeks-vpc-endpoint-logs",
    ]);
    for (const stack of ["cluster2", "cluster1"]) {
      expect(fleet.host.destroy("multicluster-ingress", stack).failures).toEqual([]);
    }
  });
});
