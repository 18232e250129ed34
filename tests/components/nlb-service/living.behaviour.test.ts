/** A Network Load Balancer over two clusters, made and joined by components alone. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  BackendSecurityGroup,
  DemoApp,
  EksCluster,
  LbcAddon,
  NlbService,
  Vpc,
  type CreateNlbArgs,
} from "../../../components/index.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { SimulatedCloud } from "../../../sim/cloud.ts";
import { REGION, Workshop } from "../../sim/hosts/in-process/support.ts";

const APP = {
  namespace: "default",
  selector: { app: "mqtt" },
  containerPort: 8080,
  ports: [{ port: 1883 }],
} as const;

/** Both clusters in one program; the second joins unless told otherwise. */
function clusters(args: Partial<CreateNlbArgs>, joins = true) {
  const vpc = new Vpc("net", {});
  const { securityGroupId } = new BackendSecurityGroup("backend", { vpcId: vpc.vpcId });
  const shared = { vpcId: vpc.vpcId, backendSecurityGroupId: securityGroupId };
  const blue = addCluster("blue", vpc, shared);
  const wanted = { ...APP, ...args };
  const nlb = new NlbService(
    "blue-mqtt",
    { ...wanted, mode: "create", clusterName: blue.cluster.clusterName },
    blue.opts,
  );
  deploy("blue", nlb, blue);
  if (joins) {
    const { ports, targetType = "ip" } = wanted;
    const green = addCluster("green", vpc, { ...shared, existingPolicyArn: blue.controller.policyArn });
    const { targetGroupArns } = nlb;
    const joined = new NlbService(
      "green-mqtt",
      { ...APP, ...shared, ports, targetType, mode: "join", targetGroupArns },
      green.opts,
    );
    deploy("green", joined, green);
  }
  return { dnsName: nlb.loadBalancerDnsName, arns: nlb.targetGroupArns };
}

type LbcArgs = ConstructorParameters<typeof LbcAddon>[1];

function addCluster(
  name: string,
  vpc: Vpc,
  shared: Pick<LbcArgs, "vpcId" | "backendSecurityGroupId" | "existingPolicyArn">,
) {
  const cluster = new EksCluster(name, { name, network: vpc });
  const { oidcIssuer, oidcProviderArn } = cluster;
  const controller = new LbcAddon(
    `${name}-lbc`,
    {
      ...shared,
      clusterName: cluster.clusterName,
      region: REGION,
      identity: { type: "irsa", oidcIssuer, oidcProviderArn },
      podsDependOn: cluster.ready,
    },
    { providers: [cluster.provider] },
  );
  return { cluster, controller, opts: { providers: [cluster.provider], dependsOn: [controller.ready] } };
}

function deploy(name: string, nlb: NlbService, { cluster }: ReturnType<typeof addCluster>) {
  new DemoApp(
    `${name}-app`,
    {
      content: { type: "colour-page", heading: name, colour: "white", cluster: name },
      namespace: "default",
      deploymentName: "mqtt",
      labels: { app: "mqtt" },
      targetGroupBinding: [...nlb.bindingNames],
    },
    { providers: [cluster.provider], dependsOn: [nlb] },
  );
}

/** Targets of every target group, by how they are. */
function targets(cloud: SimulatedCloud) {
  // The namespace has no readiness gates: updates do not wait for the load balancer and its health checks.
  cloud.clock.advance(400_000);
  return elbv2State(cloud)
    .targetGroups.values()
    .map(({ arn, port, protocol, targetType }) => ({
      port,
      protocol,
      targetType,
      health: cloud
        .call(cloud.administrator, "elasticloadbalancing", "DescribeTargetHealth", { TargetGroupArn: arn })
        .TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.State)
        .sort(),
    }));
}

describe("a load balancer over two clusters", () => {
  const workshop = new Workshop();
  const { cloud } = workshop;

  beforeAll(async () => {
    await workshop.succeed(() => clusters({}));
  });

  it("has healthy pods of both", () => {
    expect(targets(cloud)).toEqual([
      { port: 8080, protocol: "TCP", targetType: "ip", health: ["healthy", "healthy", "healthy", "healthy"] },
    ]);
    const [nlb] = elbv2State(cloud).loadBalancers.values();
    expect(nlb).toMatchObject({ scheme: "internal" });
  });

  it("is left alone by an update without changes", async () => {
    const { counts } = await workshop.succeed(() => clusters({}));
    expect(counts).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  });

  it("is changed before the update ends", async () => {
    const { counts } = await workshop.succeed(() =>
      clusters({ crossZone: true, deregistrationDelaySeconds: 60, sourceRanges: ["192.0.2.0/24"] }),
    );
    expect(counts).toMatchObject({ create: 0, update: 1, replace: 0, delete: 0 });
    const { attributes } = elbv2State(cloud).loadBalancers.values()[0]!;
    expect(attributes).toMatchObject({ "load_balancing.cross_zone.enabled": "true" });
  });

  it("tells what is not simulated in the error of an update, and lets it be taken back", async () => {
    const name = "service.beta.kubernetes.io/aws-load-balancer-minimum-load-balancer-capacity";
    const transform: CreateNlbArgs["transform"] = {
      service: ({ metadata, ...args }) => ({
        ...args,
        metadata: { ...metadata, annotations: { ...metadata.annotations, [name]: "CapacityUnits=3000" } },
      }),
    };
    const { failures, programError } = await workshop.up(() => clusters({ transform }));
    expect([programError?.message, ...failures.map(({ message }) => message)].join("\n")).toContain(
      `NotSimulated: annotation ${name}`,
    );
    await workshop.succeed(() => clusters({ crossZone: true }));
  });

  it("takes TCP and UDP on one port, in both clusters", async () => {
    const ports = [...APP.ports, { port: 5_683, protocol: "TCP_UDP" }] as const;
    await workshop.succeed(() => clusters({ ports }));
    expect(targets(cloud)).toMatchObject([
      { protocol: "TCP", health: ["healthy", "healthy", "healthy", "healthy"] },
      { protocol: "TCP_UDP", health: ["healthy", "healthy", "healthy", "healthy"] },
    ]);
  });

  it("keeps pods of the first cluster where the other leaves", async () => {
    await workshop.succeed(() => clusters({}, false));
    expect(targets(cloud)).toMatchObject([{ health: ["healthy", "healthy"] }]);
  });

  it("is another one with another scheme", async () => {
    const before = elbv2State(cloud)
      .loadBalancers.values()
      .map(({ arn }) => arn);
    const { counts } = await workshop.succeed(() => clusters({ scheme: "internet-facing" }, false));
    expect(counts).toMatchObject({ replace: expect.any(Number) as number });
    const after = elbv2State(cloud).loadBalancers.values();
    expect(after).toMatchObject([{ scheme: "internet-facing" }]);
    expect(before).not.toContain(after[0]!.arn);
  });

  it("goes with its stack, and nothing of it stays", () => {
    expect(workshop.destroy().succeeded).toBe(true);
    expect(elbv2State(cloud).loadBalancers.values()).toEqual([]);
    expect(elbv2State(cloud).targetGroups.values()).toEqual([]);
  });
});
