import { beforeEach, describe, expect, it } from "vitest";
import type { CreateAddonRequest } from "../../../../../sim/aws/eks/addons/addon.ts";
import { NotSimulated } from "../../../../../sim/core/errors.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import { clusterRequest, makeCluster, makeNodegroup, makeWorld, refusal, type World } from "../world.ts";

const MINUTE = 60_000;

let world: World;
beforeEach(() => {
  world = makeWorld();
});

function create(addonName: string, changes: Partial<CreateAddonRequest> = {}) {
  const { cloud } = world;
  const request = { clusterName: "myeks", addonName, resolveConflicts: "OVERWRITE", ...changes };
  return cloud.call(cloud.administrator, "eks", "CreateAddon", request).addon;
}

function addon(addonName: string) {
  const { cloud } = world;
  return cloud.call(cloud.administrator, "eks", "DescribeAddon", { clusterName: "myeks", addonName }).addon;
}

function agent() {
  return clustersOf(world.cloud).get("myeks")?.api.get("apps/v1/DaemonSet", "kube-system", "aws-node");
}

describe("CreateAddon", () => {
  it("installs a DaemonSet, which is active even before there are nodes", () => {
    makeCluster(world, { bootstrapSelfManagedAddons: false });
    const { addonArn, ...rest } = create("vpc-cni");
    expect(addonArn).toMatch(
      /^arn:aws:eks:ap-northeast-2:123456789012:addon\/myeks\/vpc-cni\/[0-9a-f-]{36}$/,
    );
    expect(rest).toEqual({
      addonName: "vpc-cni",
      clusterName: "myeks",
      status: "CREATING",
      addonVersion: "v1.21.1-eksbuild.3",
      health: { issues: [] },
      createdAt: "2026-01-01T00:09:00Z",
      modifiedAt: "2026-01-01T00:09:00Z",
      tags: {},
    });
    world.cloud.clock.advance(MINUTE);
    expect(addon("vpc-cni").status).toBe("ACTIVE");
    expect(agent()?.spec.template.spec.containers[0]?.image).toBe(
      "602401143452.dkr.ecr.ap-northeast-2.amazonaws.com/amazon-k8s-cni:v1.21.1-eksbuild.3",
    );
  });

  it("installs metrics-server, through which the cluster tells what pods use once it is ready", () => {
    makeCluster(world);
    makeNodegroup(world);
    const cluster = clustersOf(world.cloud).get("myeks")!;
    const figures = () =>
      cluster.podMetrics("kube-system").filter(({ pod }) => pod.metadata.labels?.["k8s-app"] === "kube-dns");
    expect(figures).toThrow("the server could not find the requested resource (get pods.metrics.k8s.io)");
    create("metrics-server", { configurationValues: '{"replicas":1}' });
    world.cloud.clock.advance(10_000);
    expect(figures).toThrow("the server is currently unable to handle the request (get pods.metrics.k8s.io)");
    world.cloud.clock.advance(MINUTE);
    expect(addon("metrics-server")).toMatchObject({
      status: "ACTIVE",
      addonVersion: "v0.9.0-eksbuild.11",
    });
    const { spec } = cluster.api.get("apps/v1/Deployment", "kube-system", "metrics-server");
    expect([spec.replicas, spec.template.spec.containers[0]?.image]).toEqual([
      1,
      "602401143452.dkr.ecr.ap-northeast-2.amazonaws.com/eks/metrics-server:v0.9.0-eksbuild.11",
    ]);
    expect(figures().map(({ containers }) => containers)).toEqual(
      [0, 1].map(() => [{ cpu: 0, memory: 16 * 2 ** 20, at: world.cloud.clock.now(), windowMs: 15_000 }]),
    );
    const { cloud } = world;
    const key = { clusterName: "myeks", addonName: "metrics-server" };
    cloud.call(cloud.administrator, "eks", "DeleteAddon", key);
    expect(figures).toThrow("the server could not find the requested resource (get pods.metrics.k8s.io)");
  });

  it("is degraded while nothing can run its Deployment, and active when nodes come", () => {
    makeCluster(world);
    create("coredns");
    world.cloud.clock.advance(6 * MINUTE);
    expect(addon("coredns")).toMatchObject({
      status: "DEGRADED",
      health: {
        issues: [
          {
            code: "InsufficientNumberOfReplicas",
            message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
          },
        ],
      },
    });
    makeNodegroup(world);
    world.cloud.clock.advance(MINUTE);
    expect(addon("coredns")).toMatchObject({ status: "ACTIVE", health: { issues: [] } });
  });

  it("fails over what the cluster came with, unless it may overwrite it", () => {
    makeCluster(world);
    create("vpc-cni", { resolveConflicts: "NONE", addonVersion: "v1.22.4-eksbuild.3" });
    expect(addon("vpc-cni")).toMatchObject({
      status: "CREATE_FAILED",
      health: {
        issues: [
          {
            code: "ConfigurationConflict",
            message:
              'Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:\nDaemonSet.apps aws-node - .spec.template.spec.containers[name="aws-node"].image',
          },
        ],
      },
    });
  });

  it("brings environment variables of the configuration to aws-node, over the defaults", () => {
    makeCluster(world);
    create("vpc-cni", { configurationValues: '{"env":{"WARM_IP_TARGET":"5","WARM_ENI_TARGET":"0"}}' });
    const variables = agent()?.spec.template.spec.containers[0]?.env as { name: string; value: string }[];
    const values = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
      WARM_ENI_TARGET: "0",
      WARM_IP_TARGET: "5",
    });
  });

  it("gives the add-on's service account its role", () => {
    makeCluster(world);
    create("vpc-cni", { serviceAccountRoleArn: world.nodeRole });
    const account = clustersOf(world.cloud)
      .get("myeks")
      ?.api.get("v1/ServiceAccount", "kube-system", "aws-node");
    expect(account?.metadata.annotations).toEqual({ "eks.amazonaws.com/role-arn": world.nodeRole });
  });

  it("makes ENIConfigs of the configuration", () => {
    makeCluster(world);
    const [id] = world.privateSubnets;
    const subnets = { "ap-northeast-2a": { id, securityGroups: ["sg-1"] } };
    const eniConfig = { create: true, region: "ap-northeast-2", subnets };
    create("vpc-cni", { configurationValues: JSON.stringify({ eniConfig }) });
    const config = clustersOf(world.cloud)
      .get("myeks")
      ?.api.get("crd.k8s.amazonaws.com/v1alpha1/ENIConfig", undefined, "ap-northeast-2a");
    expect(config?.["spec"]).toEqual({ subnet: id, securityGroups: ["sg-1"] });
  });

  const unsupported =
    "InvalidParameterException: ConfigurationValue provided in request is not supported: Json schema validation failed with error: ";
  it.each<[string, string, Partial<CreateAddonRequest>, string]>([
    [
      "a version for another Kubernetes version",
      "coredns",
      { addonVersion: "v1.12.4-eksbuild.1" },
      "InvalidParameterException: Addon version specified is not supported",
    ],
    [
      "a configuration that is not JSON",
      "coredns",
      { configurationValues: "replicaCount: 3" },
      "InvalidParameterException: ConfigurationValue provided in request is not a valid JSON",
    ],
    [
      "a configuration that is not an object",
      "coredns",
      { configurationValues: "null" },
      `${unsupported}[$: null found, object expected]`,
    ],
    [
      "a value of the wrong type",
      "coredns",
      { configurationValues: '{"replicaCount":"three"}' },
      `${unsupported}[$.replicaCount: string found, integer expected]`,
    ],
    [
      "a value that does not exist",
      "kube-proxy",
      { configurationValues: '{"replicas":1}' },
      `${unsupported}[$.replicas: is not defined in the schema and the schema does not allow additional properties]`,
    ],
    [
      "a role that is not there",
      "vpc-cni",
      { serviceAccountRoleArn: "arn:aws:iam::123456789012:role/nobody" },
      "InvalidParameterException: roleArn, arn:aws:iam::123456789012:role/nobody, does not exist",
    ],
  ])("refuses %s", (_what, name, changes, words) => {
    makeCluster(world);
    expect(refusal(() => create(name, changes))).toBe(words);
  });

  it("says of add-ons and settings that it does not know that they are not simulated", () => {
    makeCluster(world);
    expect(() => create("aws-ebs-csi-driver")).toThrow(new NotSimulated("EKS add-on aws-ebs-csi-driver"));
    expect(() => create("coredns", { configurationValues: '{"corefile":""}' })).toThrow(
      new NotSimulated("EKS add-on coredns configuration corefile"),
    );
  });

  it("refuses a cluster that is still being created", () => {
    const { cloud } = world;
    cloud.call(cloud.administrator, "eks", "CreateCluster", clusterRequest(world));
    expect(refusal(() => create("vpc-cni"))).toBe(
      "InvalidRequestException: Cluster 'myeks' is not in ACTIVE status",
    );
  });

  it("refuses to install the same add-on twice", () => {
    makeCluster(world);
    create("vpc-cni");
    expect(refusal(() => create("vpc-cni"))).toBe("ResourceInUseException: Addon already exists.");
  });
});

describe("UpdateAddon", () => {
  const update = (addonVersion: string) => () =>
    world.cloud.call(world.cloud.administrator, "eks", "UpdateAddon", {
      clusterName: "myeks",
      addonName: "vpc-cni",
      addonVersion,
    });

  it.each([
    ["up", "v1.20.4-eksbuild.2", "v1.22.4-eksbuild.3"],
    ["down", "v1.22.4-eksbuild.3", "v1.20.4-eksbuild.2"],
  ])("moves vpc-cni %s by one minor version, not by two", (_direction, from, to) => {
    makeCluster(world);
    create("vpc-cni", { addonVersion: from });
    world.cloud.clock.advance(MINUTE);
    expect(refusal(update(to))).toBe(
      "InvalidParameterException: Updating VPC-CNI can only go up or down 1 minor version at a time",
    );
    update("v1.21.1-eksbuild.3")();
    world.cloud.clock.advance(MINUTE);
    update(to)();
    expect(addon("vpc-cni").addonVersion).toBe(to);
  });

  it("takes a version from the day on which it is published", () => {
    makeCluster(world);
    create("vpc-cni", { addonVersion: "v1.22.4-eksbuild.3" });
    world.cloud.clock.advance(Date.UTC(2026, 0, 15) - 1 - world.cloud.clock.now());
    expect(refusal(update("v1.23.0-eksbuild.1"))).toBe(
      "InvalidParameterException: Addon version specified is not supported",
    );
    world.cloud.clock.advance(1);
    update("v1.23.0-eksbuild.1")();
    expect(addon("vpc-cni").addonVersion).toBe("v1.23.0-eksbuild.1");
  });

  it("changes version and configuration of what runs", () => {
    makeCluster(world);
    create("vpc-cni", { addonVersion: "v1.21.1-eksbuild.3" });
    world.cloud.clock.advance(MINUTE);
    const { cloud } = world;
    cloud.call(cloud.administrator, "eks", "UpdateAddon", {
      clusterName: "myeks",
      addonName: "vpc-cni",
      addonVersion: "v1.22.4-eksbuild.3",
    });
    expect(addon("vpc-cni").status).toBe("UPDATING");
    cloud.clock.advance(MINUTE);
    expect(addon("vpc-cni")).toMatchObject({ status: "ACTIVE", addonVersion: "v1.22.4-eksbuild.3" });
    expect(agent()?.spec.template.spec.containers[0]?.image).toMatch(/:v1\.22\.4-eksbuild\.3$/);
  });
});

it("updates no add-on that is still coming up", () => {
  const { cloud } = world;
  makeCluster(world);
  create("vpc-cni");
  const request = { clusterName: "myeks", addonName: "vpc-cni", addonVersion: "v1.22.4-eksbuild.3" };
  expect(refusal(() => cloud.call(cloud.administrator, "eks", "UpdateAddon", request))).toBe(
    "ResourceInUseException: Addon vpc-cni cannot be updated as it is currently in CREATING state",
  );
});

describe("DeleteAddon", () => {
  it.each([
    [true, 1],
    [false, 0],
  ])("with preserve %s leaves %i of its DaemonSets in the cluster", (preserve, left) => {
    const { cloud } = world;
    makeCluster(world);
    create("vpc-cni");
    cloud.clock.advance(MINUTE);
    cloud.call(cloud.administrator, "eks", "DeleteAddon", {
      clusterName: "myeks",
      addonName: "vpc-cni",
      preserve,
    });
    cloud.clock.advance(MINUTE);
    expect(refusal(() => addon("vpc-cni"))).toBe(
      "ResourceNotFoundException: No addon: vpc-cni found in cluster: myeks",
    );
    const daemonSets = clustersOf(cloud).get("myeks")?.api.list("apps/v1/DaemonSet") ?? [];
    expect(daemonSets.filter(({ metadata }) => metadata.name === "aws-node")).toHaveLength(left);
  });
});
