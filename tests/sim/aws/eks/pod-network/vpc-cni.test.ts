import { beforeEach, describe, expect, it } from "vitest";
import { interfacesOf } from "../../../../../sim/aws/ec2/network-interface-attachment.ts";
import type { NetworkInterface } from "../../../../../sim/aws/ec2/records.ts";
import { ec2State } from "../../../../../sim/aws/ec2/state.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../../../../sim/kubernetes/objects.ts";
import { makeCluster, makeNodegroup, makeTemplate, makeWorld, nodeConfig, type World } from "../world.ts";

const one = { minSize: 1, maxSize: 1, desiredSize: 1 };

let world: World;
beforeEach(() => {
  world = makeWorld();
});

/** A cluster of one t3.medium in zone a, whose aws-node has `env`, with kube-proxy and without coredns. */
function start(env: Record<string, string>, maxPods?: number): void {
  const { cloud } = world;
  makeCluster(world, { bootstrapSelfManagedAddons: false });
  cloud.call(cloud.administrator, "eks", "CreateAddon", {
    clusterName: "myeks",
    addonName: "vpc-cni",
    configurationValues: JSON.stringify({ env }),
  });
  cloud.call(cloud.administrator, "eks", "CreateAddon", { clusterName: "myeks", addonName: "kube-proxy" });
  const UserData =
    maxPods === undefined ? undefined : nodeConfig({ kubelet: { flags: [`--max-pods=${maxPods}`] } });
  makeNodegroup(world, {
    scalingConfig: one,
    subnets: [world.publicSubnets[0]],
    launchTemplate: { id: makeTemplate(world, { UserData }) },
  });
}

/** Runs `replicas` pods for a minute. */
function run(replicas: number): Pod[] {
  const { api } = kubernetes();
  const labels = { app: "web" };
  api.apply({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image: "nginx", ports: [{ containerPort: 80 }] }] },
      },
    },
  });
  world.cloud.clock.advance(60_000);
  return api.list("v1/Pod", { namespace: "default", labels }) as Pod[];
}

function kubernetes() {
  const found = clustersOf(world.cloud).get("myeks");
  if (found === undefined) throw new Error("no cluster");
  return found;
}

/** The node's interfaces. */
function interfaces(): NetworkInterface[] {
  const [instance] = ec2State(world.cloud).instances.values();
  return interfacesOf(world.cloud, instance?.InstanceId ?? "");
}

/** Secondary addresses of each interface. */
function secondary(): number[] {
  return interfaces().map(({ PrivateIpAddresses }) => PrivateIpAddresses.length - 1);
}

function addressesOf(pods: readonly Pod[]): string[] {
  return pods.flatMap(({ status }) => status.podIP ?? []).sort();
}

it("gives pods secondary addresses of the node's interface, from the node's subnet", () => {
  start({});
  const pods = run(3);
  expect(addressesOf(pods)).toEqual(["192.168.0.6", "192.168.0.7", "192.168.0.8"]);
});

it("keeps one more interface ready than pods need, with the node's security groups", () => {
  start({ WARM_ENI_TARGET: "1" });
  expect(secondary()).toEqual([5]);
  run(1);
  expect(secondary()).toEqual([5, 5]);
  const [primary, second] = interfaces();
  const [instance] = ec2State(world.cloud).instances.values();
  expect(second?.Groups).toEqual(primary?.Groups);
  expect(second?.Description).toBe(`aws-K8S-${instance?.InstanceId}`);
  expect(second?.Attachment?.DeleteOnTermination).toBe(true);
});

it("gives whole interfaces back when pods go, but never the node's own", () => {
  start({ WARM_ENI_TARGET: "1" });
  run(7);
  expect(secondary()).toEqual([5, 5, 5]);
  run(0);
  world.cloud.clock.advance(60_000);
  expect(secondary()).toEqual([5]);
  expect(ec2State(world.cloud).networkInterfaces.where(({ Attachment }) => Attachment === undefined)).toEqual(
    [],
  );
});

it("takes addresses one by one where it is told how many to keep free", () => {
  start({ WARM_IP_TARGET: "2", MINIMUM_IP_TARGET: "4" });
  expect(secondary()).toEqual([4]);
  run(3);
  expect(secondary()).toEqual([5]);
  run(6);
  expect(secondary()).toEqual([5, 3]);
});

it("gives addresses back when pods go, after they have rested", () => {
  start({ WARM_IP_TARGET: "1" });
  run(4);
  expect(secondary()).toEqual([5]);
  run(0);
  world.cloud.clock.advance(60_000);
  expect(secondary()).toEqual([1]);
});

it("does not give an address to the next pod at once", () => {
  start({ WARM_ENI_TARGET: "0" });
  const [pod] = run(1);
  const { api } = kubernetes();
  api.delete("v1/Pod", "default", pod?.metadata.name ?? "");
  world.cloud.clock.advance(5_000);
  const [next] = api.list("v1/Pod", { labels: { app: "web" } }) as Pod[];
  expect([pod?.status.podIP, next?.status.podIP]).toEqual(["192.168.0.6", "192.168.0.7"]);
});

it("takes whole prefixes with prefix delegation", () => {
  start({ ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" }, 110);
  expect(interfaces().map(({ Ipv4Prefixes }) => Ipv4Prefixes.length)).toEqual([1]);
  const pods = run(20);
  expect(new Set(addressesOf(pods)).size).toBe(20);
  expect(interfaces().map(({ Ipv4Prefixes }) => Ipv4Prefixes.length)).toEqual([3]);
});

it("gives prefixes back when pods go, after they have rested", () => {
  start({ ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" }, 110);
  const prefixes = () => interfaces().flatMap(({ Ipv4Prefixes }) => Ipv4Prefixes).length;
  run(20);
  expect(prefixes()).toBe(3);
  run(0);
  world.cloud.clock.advance(2 * 60_000);
  expect(prefixes()).toBe(1);
});

it("takes pods' addresses from the subnet of the zone's ENIConfig with custom networking", () => {
  const { cloud } = world;
  makeCluster(world, { bootstrapSelfManagedAddons: false });
  const [id] = world.privateSubnets;
  cloud.call(cloud.administrator, "eks", "CreateAddon", {
    clusterName: "myeks",
    addonName: "vpc-cni",
    configurationValues: JSON.stringify({
      env: {
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
        ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
      },
      eniConfig: { create: true, region: "ap-northeast-2", subnets: { "ap-northeast-2a": { id } } },
    }),
  });
  makeNodegroup(world, { scalingConfig: one, subnets: [world.publicSubnets[0]] });
  const pods = run(2);
  expect(addressesOf(pods).every((address) => address.startsWith("192.168.12."))).toBe(true);
  expect(interfaces().map(({ SubnetId }) => SubnetId)).toEqual([world.publicSubnets[0], id, id]);
  expect(secondary()[0]).toBe(0);
});

describe("subnets that bear the tag for it", () => {
  /** Tags a subnet of the node's zone. */
  function tag(tags: Record<string, string>): void {
    world.cloud.call(world.cloud.administrator, "ec2", "CreateTags", {
      Resources: [world.privateSubnets[0]],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
  }

  /** Where the node's interfaces are, once it has more than one. */
  function places(): string[] {
    run(1);
    return interfaces().map(({ SubnetId }) => (SubnetId === world.publicSubnets[0] ? "own" : "tagged"));
  }

  it("have further interfaces where they have more free addresses than the node's, with its security groups", () => {
    tag({ "kubernetes.io/role/cni": "1" });
    start({});
    expect(places()).toEqual(["own", "tagged"]);
    const [primary, second] = interfaces();
    expect(second?.Groups).toEqual(primary?.Groups);
    expect(addressesOf(run(7)).filter((address) => address.startsWith("192.168.12."))).toHaveLength(2);
  });

  it("are left alone where the plugin is told so, without the tag, and with that of another cluster", () => {
    tag({ "kubernetes.io/role/cni": "1" });
    start({ ENABLE_SUBNET_DISCOVERY: "false" });
    expect(places()).toEqual(["own", "own"]);
    for (const tags of [
      { "kubernetes.io/role/cni": "0" },
      { "kubernetes.io/role/cni": "1", "kubernetes.io/cluster/other": "shared" },
    ]) {
      world = makeWorld();
      tag(tags);
      start({});
      expect(places()).toEqual(["own", "own"]);
    }
  });

  it("serve where the cluster's own tag stands beside others", () => {
    tag({
      "kubernetes.io/role/cni": "1",
      "kubernetes.io/cluster/other": "shared",
      "kubernetes.io/cluster/myeks": "shared",
    });
    start({});
    expect(places()).toEqual(["own", "tagged"]);
  });

  it("give pods addresses when the node's subnet has none left", () => {
    world = makeWorld({ subnetBits: 28 });
    const { cloud, publicSubnets } = world;
    tag({ "kubernetes.io/role/cni": "1" });
    start({ WARM_IP_TARGET: "1" });
    for (let taken = 0; taken < 8; taken++) {
      try {
        cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", { SubnetId: publicSubnets[0] });
      } catch {
        break;
      }
    }
    expect(addressesOf(run(4))).toHaveLength(4);
    expect(interfaces().map(({ SubnetId }) => SubnetId)).toEqual([publicSubnets[0], world.privateSubnets[0]]);
  });

  it("of the node itself are not simulated where the tag forbids pods", () => {
    world.cloud.call(world.cloud.administrator, "ec2", "CreateTags", {
      Resources: [world.publicSubnets[0]],
      Tags: [{ Key: "kubernetes.io/role/cni", Value: "0" }],
    });
    start({});
    expect(() => run(1)).toThrow("NotSimulated: a node's subnet with tag kubernetes.io/role/cni=0");
  });
});

describe("when addresses run out", () => {
  it("takes the last ones one by one", () => {
    world = makeWorld({ subnetBits: 28 });
    const { cloud, publicSubnets } = world;
    for (let taken = 0; taken < 6; taken++) {
      cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", { SubnetId: publicSubnets[0] });
    }
    start({});
    // Of 11 addresses the control plane has one, the node one, others six.
    expect(addressesOf(run(3))).toHaveLength(3);
    expect(secondary()).toEqual([3]);
  });

  it("leaves pods without one, in the words of kubelet and plugin, until there is one", () => {
    world = makeWorld({ subnetBits: 28 });
    const { cloud, publicSubnets } = world;
    start({ WARM_IP_TARGET: "1" });
    const taken = Array.from({ length: 7 }, () =>
      cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", { SubnetId: publicSubnets[0] }),
    );
    const pods = run(4);
    const waiting = pods.filter(({ status }) => status.podIP === undefined);
    expect(waiting.length).toBeGreaterThan(0);
    const [event] = kubernetes()
      .api.list("v1/Event")
      .filter(({ ["reason"]: reason }) => reason === "FailedCreatePodSandBox");
    expect(event?.["message"]).toMatch(
      /^Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{64}": plugin type="aws-cni" name="aws-cni" failed \(add\): add cmd: failed to assign an IP address to container$/,
    );

    for (const { NetworkInterface: eni } of taken) {
      cloud.call(cloud.administrator, "ec2", "DeleteNetworkInterface", {
        NetworkInterfaceId: eni.NetworkInterfaceId,
      });
    }
    cloud.clock.advance(5 * 60_000);
    expect(addressesOf(kubernetes().api.list("v1/Pod", { labels: { app: "web" } }) as Pod[])).toHaveLength(4);
  });

  it("leaves pods pending that are more than the node may run", () => {
    start({});
    // 17 pods less aws-node and kube-proxy.
    const pods = run(16);
    const pending = pods.filter(({ status }) => status.phase === "Pending");
    expect(pending).toHaveLength(1);
    expect(pending[0]?.status.conditions?.find(({ type }) => type === "PodScheduled")?.message).toMatch(
      /^0\/1 nodes are available: 1 Too many pods\./,
    );
  });
});
