import { beforeEach, describe, expect, it } from "vitest";
import { tagMap } from "../../../../../../sim/aws/tags.ts";
import {
  deployApp,
  eventsOf,
  INGRESS,
  ingress,
  PREFIX,
  SHARED,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

let world: World;
let cluster: TestCluster;

function begin(values: Readonly<Record<string, unknown>> = {}): void {
  world = new World({ values });
  cluster = world.cluster(PRIMARY);
  deployApp(cluster, 1);
}

beforeEach(() => begin());

/** Time in which a load balancer of AWS becomes active. */
const PROVISIONING_MS = 400_000;

function deploy(annotations: Record<string, string> = {}): void {
  cluster.api.create(ingress({ annotations: { ...SHARED, ...annotations } }));
  world.cloud.clock.advance(8_000);
}

function annotate(annotations: Record<string, string | null>): void {
  cluster.api.patch(INGRESS, NAMESPACE, "app", { metadata: { annotations } });
  world.cloud.clock.advance(8_000);
}

function loadBalancers() {
  return world.network.call("elasticloadbalancing", "DescribeLoadBalancers", {}).LoadBalancers;
}

function failure(): string[] {
  return eventsOf(cluster).filter((event) => event.startsWith("Warning"));
}

describe("subnets", () => {
  it("are those of the annotation, by name or id, in the zones' order", () => {
    const { call, subnetIds } = world.network;
    call("ec2", "CreateTags", { Resources: [subnetIds[2]!], Tags: [{ Key: "Name", Value: "third" }] });
    deploy({ [`${PREFIX}/subnets`]: `third, ${subnetIds[0]}` });
    expect(
      loadBalancers()[0]!
        .AvailabilityZones.map(({ SubnetId }) => SubnetId)
        .sort(),
    ).toEqual([subnetIds[0]!, subnetIds[2]!].sort());
  });

  it("must exist", () => {
    deploy({ [`${PREFIX}/subnets`]: "third" });
    expect(failure()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to failed to list subnets by names or IDs: couldn't find all subnets, missing names: [third] (11)",
    ]);
  });

  it("are not those of another cluster, as long as their tags say so", () => {
    const { call, subnetIds } = world.network;
    const Tags = [{ Key: "kubernetes.io/cluster/other", Value: "shared" }];
    call("ec2", "CreateTags", { Resources: [subnetIds[0]!, subnetIds[1]!], Tags });
    deploy();
    expect(failure()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to couldn't auto-discover subnets: subnets count less than minimal required count: 1 < 2 (11)",
    ]);
  });

  it("stay when others would be found later", () => {
    deploy();
    world.cloud.clock.advance(PROVISIONING_MS);
    const { call, subnetIds } = world.network;
    call("ec2", "DeleteTags", { Resources: [subnetIds[0]!], Tags: [{ Key: "kubernetes.io/role/elb" }] });
    annotate({ [`${PREFIX}/healthcheck-path`]: "/healthz" });
    expect(loadBalancers()[0]!.AvailabilityZones).toHaveLength(3);
  });
});

describe("a load balancer", () => {
  it("gets attributes and tags", () => {
    begin({ defaultTags: { owner: "platform" } });
    deploy({
      [`${PREFIX}/load-balancer-attributes`]: "idle_timeout.timeout_seconds=30",
      [`${PREFIX}/tags`]: "team=edge,owner=edge",
    });
    const arn = loadBalancers()[0]!.LoadBalancerArn;
    const { call } = world.network;
    const { Attributes } = call("elasticloadbalancing", "DescribeLoadBalancerAttributes", {
      LoadBalancerArn: arn,
    });
    expect(Attributes).toContainEqual({ Key: "idle_timeout.timeout_seconds", Value: "30" });
    const { TagDescriptions } = call("elasticloadbalancing", "DescribeTags", { ResourceArns: [arn] });
    expect(tagMap(TagDescriptions[0]!.Tags)).toEqual({
      "elbv2.k8s.aws/cluster": "myeks",
      "ingress.k8s.aws/resource": "LoadBalancer",
      "ingress.k8s.aws/stack": "game/app",
      owner: "platform",
      team: "edge",
    });
  });

  it("is replaced when its scheme changes, and the status tells", () => {
    deploy();
    world.cloud.clock.advance(PROVISIONING_MS);
    const { call, subnetIds } = world.network;
    const Tags = [{ Key: "kubernetes.io/role/internal-elb", Value: "1" }];
    call("ec2", "CreateTags", { Resources: subnetIds, Tags });
    annotate({ [`${PREFIX}/scheme`]: "internal" });
    const [only, ...others] = loadBalancers();
    expect([only!.Scheme, others]).toEqual(["internal", []]);
    const { status } = cluster.api.get(INGRESS, NAMESPACE, "app");
    expect(status.loadBalancer.ingress[0].hostname).toBe(only!.DNSName.toLowerCase());
  });

  it("is looked at again after two minutes while AWS still makes it, with an event only then", () => {
    deploy();
    annotate({ [`${PREFIX}/healthcheck-path`]: "/healthz" });
    expect(eventsOf(cluster)).toContain(
      "Normal SuccessfullyReconciled Ingress/app: Successfully reconciled (1)",
    );
    world.cloud.clock.advance(PROVISIONING_MS);
    expect(eventsOf(cluster)).toContain(
      "Normal SuccessfullyReconciled Ingress/app: Successfully reconciled (2)",
    );
  });

  it("with deletion protection by annotation keeps its Ingress from going", () => {
    deploy({ [`${PREFIX}/load-balancer-attributes`]: "deletion_protection.enabled=true" });
    cluster.api.delete(INGRESS, NAMESPACE, "app");
    world.cloud.clock.advance(60_000);
    expect(loadBalancers()).toHaveLength(1);
    expect(cluster.api.get(INGRESS, NAMESPACE, "app").metadata.finalizers).toEqual([
      "ingress.k8s.aws/resources",
    ]);
    // An Ingress that is being deleted hears of nothing.
    expect(failure()).toEqual([]);
  });

  it("with deletion protection by other hands goes all the same", () => {
    deploy();
    world.network.call("elasticloadbalancing", "ModifyLoadBalancerAttributes", {
      LoadBalancerArn: loadBalancers()[0]!.LoadBalancerArn,
      Attributes: [{ Key: "deletion_protection.enabled", Value: "true" }],
    });
    cluster.api.delete(INGRESS, NAMESPACE, "app");
    world.cloud.clock.advance(60_000);
    expect(loadBalancers()).toEqual([]);
    expect(cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
  });
});

describe("its security groups", () => {
  it("wait to be deleted for the interfaces that AWS still has", () => {
    world.cloud.elbv2.interfaceReleaseMs = 60_000;
    deploy();
    cluster.api.delete(INGRESS, NAMESPACE, "app");
    world.cloud.clock.advance(30_000);
    expect(cluster.api.find(INGRESS, NAMESPACE, "app")).toBeDefined();
    world.cloud.clock.advance(120_000);
    expect(cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
    expect(securityGroupNames()).toEqual([
      "alb-backend",
      "eks-cluster-sg-myeks",
      "eks-cluster-sg-myeks-cluster2",
    ]);
  });

  it("by annotation are used as they are, and nothing opens the targets", () => {
    deploy({ [`${PREFIX}/security-groups`]: "alb-backend" });
    expect(failure()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to couldn't find all security groups: requested names [alb-backend] but found [] (11)",
    ]);
    annotate({ [`${PREFIX}/security-groups`]: world.network.backendSecurityGroupId });
    expect(loadBalancers()[0]!.SecurityGroups).toEqual([world.network.backendSecurityGroupId]);
    const [binding] = cluster.api.list("elbv2.k8s.aws/v1beta1/TargetGroupBinding");
    expect(binding!["spec"].networking).toBeUndefined();
  });

  it("of the controller's own making are left behind when it was restarted before it is last used", () => {
    begin({ backendSecurityGroup: null });
    deploy();
    cluster.stop();
    cluster.api.delete(INGRESS, NAMESPACE, "app");
    cluster.start();
    world.cloud.clock.advance(60_000);
    expect(cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
    expect(securityGroupNames()).toContainEqual(expect.stringMatching(/^k8s-traffic-myeks-[0-9a-f]{10}$/));
  });
});

function securityGroupNames(): string[] {
  const { call, vpcId } = world.network;
  return call("ec2", "DescribeSecurityGroups", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })
    .SecurityGroups.map(({ GroupName }) => GroupName)
    .filter((name) => name !== "default")
    .sort();
}

it.each([
  ["wafv2-acl-arn", "arn", "NotSimulated: ingress annotation wafv2-acl-arn"],
  ["shield-advanced-protection", "true", "NotSimulated: ingress annotation shield-advanced-protection"],
  ["create-acm-cert", "true", "NotSimulated: ingress annotation create-acm-cert"],
  [
    "listen-ports",
    '[{"HTTPS":443}]',
    "NotSimulated: certificate discovery (Ingress game/app listens on HTTPS without annotation certificate-arn)",
  ],
])("refuses annotation %s", (name, value, words) => {
  expect(() => deploy({ [`${PREFIX}/${name}`]: value })).toThrow(words);
});

it.each([
  ["scheme", "public", "unknown scheme: public"],
  ["target-type", "pod", "ingress: game/app: unknown targetType: pod"],
  ["backend-protocol", "TCP", "ingress: game/app: backend protocol must be within [HTTP, HTTPS]: TCP"],
  ["listen-ports", "[]", "ingress: game/app: empty listen-ports configuration: `[]`"],
  ["listen-ports", '[{"HTTP":0}]', "ingress: game/app: listen port must be within [1, 65535]: 0"],
  [
    "inbound-cidrs",
    "10.0.0.0/33",
    "ingress: game/app: invalid inbound-cidrs settings on Ingress: game/app: invalid CIDR address: 10.0.0.0/33",
  ],
  ["load-balancer-name", "a".repeat(33), "load balancer name cannot be longer than 32 characters"],
  [
    "healthcheck-interval-seconds",
    "often",
    'ingress: game/app: failed to parse int32 annotation, alb.ingress.kubernetes.io/healthcheck-interval-seconds: often: strconv.ParseInt: parsing "often": invalid syntax',
  ],
])("tells of a wrong value of annotation %s: %s", (name, value, words) => {
  deploy({ [`${PREFIX}/${name}`]: value });
  expect(failure()).toEqual([
    `Warning FailedBuildModel Ingress/app: Failed build model due to ${words} (11)`,
  ]);
});
