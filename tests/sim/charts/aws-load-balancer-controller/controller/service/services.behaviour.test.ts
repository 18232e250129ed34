import { beforeEach, describe, expect, it } from "vitest";
import { BINDING, eventsOf, namespace } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World } from "../../../../../support/controller-replay/world.ts";

const SERVICE = "v1/Service";
const PREFIX = "service.beta.kubernetes.io";
const INTERNET = { [`${PREFIX}/aws-load-balancer-scheme`]: "internet-facing" };
const IP = { ...INTERNET, [`${PREFIX}/aws-load-balancer-nlb-target-type`]: "ip" };
const CERTIFICATE =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-2222-3333-4444-555555555555";

let world: World;

beforeEach(() => {
  world = new World();
  world.cluster(PRIMARY).api.create(namespace());
});

function deploy(annotations: Record<string, string>, spec: object = {}): void {
  const { api, workload } = world.cluster(PRIMARY);
  api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "net", namespace: NAMESPACE, annotations },
    spec: {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      selector: { app: "app" },
      ports: [{ port: 80, targetPort: 8080 }],
      ...spec,
    },
  });
  workload.scaleTo(1);
  settle();
}

function change(patch: object): void {
  world.cluster(PRIMARY).api.patch(SERVICE, NAMESPACE, "net", patch);
  settle();
}

function settle(): void {
  world.cloud.clock.advance(400_000);
}

function loadBalancers() {
  return world.network.call("elasticloadbalancing", "DescribeLoadBalancers", {}).LoadBalancers;
}

function targetGroups() {
  return world.network.call("elasticloadbalancing", "DescribeTargetGroups", {}).TargetGroups;
}

function listeners() {
  const { LoadBalancerArn } = loadBalancers()[0]!;
  return world.network.call("elasticloadbalancing", "DescribeListeners", { LoadBalancerArn }).Listeners;
}

function networking() {
  const { api } = world.cluster(PRIMARY);
  return api.list(BINDING, { namespace: NAMESPACE }).map(({ spec }) => spec.networking);
}

/** What the only binding lets through. */
function openPorts() {
  return networking()
    .flatMap((rules) => rules?.ingress ?? [])
    .flatMap(({ ports }) => ports);
}

function warnings(): string[] {
  return eventsOf(world.cluster(PRIMARY)).filter((event) => event.startsWith("Warning"));
}

describe("a Service's Network Load Balancer", () => {
  it("has another scheme only as another one", () => {
    deploy(IP);
    const [before] = loadBalancers();
    change({ metadata: { annotations: { [`${PREFIX}/aws-load-balancer-scheme`]: null } } });
    expect(loadBalancers().map(({ LoadBalancerArn }) => LoadBalancerArn)).toEqual([before!.LoadBalancerArn]);
    change({
      metadata: {
        annotations: {
          [`${PREFIX}/aws-load-balancer-scheme`]: "internal",
          [`${PREFIX}/aws-load-balancer-subnets`]: world.network.subnetIds[0]!,
        },
      },
    });
    expect(loadBalancers()).toMatchObject([{ Scheme: "internal", AvailabilityZones: [{}] }]);
  });

  it("has TLS on the ports that the annotation names", () => {
    const ports = [
      { name: "tls", port: 443, targetPort: 8080 },
      { name: "plain", port: 80, targetPort: 8080 },
    ];
    const tls = {
      [`${PREFIX}/aws-load-balancer-ssl-cert`]: CERTIFICATE,
      [`${PREFIX}/aws-load-balancer-ssl-ports`]: "tls",
    };
    deploy({ ...IP, ...tls }, { ports });
    expect(listeners().map(({ Port, Protocol, SslPolicy }) => [Port, Protocol, SslPolicy])).toEqual([
      [80, "TCP", undefined],
      [443, "TLS", "ELBSecurityPolicy-2016-08"],
    ]);
    expect(targetGroups().map(({ Protocol }) => Protocol)).toEqual(["TCP", "TCP"]);
    change({ metadata: { annotations: { [`${PREFIX}/aws-load-balancer-backend-protocol`]: "ssl" } } });
    expect(
      targetGroups()
        .map(({ Protocol }) => Protocol)
        .sort(),
    ).toEqual(["TCP", "TLS"]);
  });

  it("carries UDP, and checks by TCP", () => {
    deploy(IP, { ports: [{ port: 53, targetPort: 8080, protocol: "UDP" }] });
    expect(listeners()).toMatchObject([{ Port: 53, Protocol: "UDP" }]);
    expect(openPorts()).toEqual([
      { protocol: "UDP", port: 8080 },
      { protocol: "TCP", port: 8080 },
    ]);
  });

  it("is checked, and speaks the proxy protocol, as annotations say", () => {
    deploy({
      ...IP,
      [`${PREFIX}/aws-load-balancer-healthcheck-protocol`]: "http",
      [`${PREFIX}/aws-load-balancer-healthcheck-path`]: "/healthz",
      [`${PREFIX}/aws-load-balancer-healthcheck-port`]: "8081",
      [`${PREFIX}/aws-load-balancer-proxy-protocol`]: "*",
      [`${PREFIX}/aws-load-balancer-cross-zone-load-balancing-enabled`]: "true",
    });
    const [group] = targetGroups();
    expect(group).toMatchObject({ HealthCheckProtocol: "HTTP", HealthCheckPath: "/healthz" });
    const { Attributes } = world.network.call("elasticloadbalancing", "DescribeTargetGroupAttributes", {
      TargetGroupArn: group!.TargetGroupArn,
    });
    expect(Attributes).toContainEqual({ Key: "proxy_protocol_v2.enabled", Value: "true" });
    expect(openPorts()).toEqual([
      { protocol: "TCP", port: 8080 },
      { protocol: "TCP", port: 8081 },
    ]);
  });

  it("takes given security groups, and opens the targets to none of them by itself", () => {
    const id = world.network.backendSecurityGroupId;
    deploy({ ...IP, [`${PREFIX}/aws-load-balancer-security-groups`]: id });
    expect(loadBalancers()).toMatchObject([{ SecurityGroups: [id] }]);
    expect(networking()).toEqual([undefined]);
  });

  it("goes when the Service wants none any more, but not while it is protected", () => {
    deploy({ ...IP, [`${PREFIX}/aws-load-balancer-attributes`]: "deletion_protection.enabled=true" });
    world.cluster(PRIMARY).api.delete(SERVICE, NAMESPACE, "net");
    settle();
    expect(warnings()[0]).toContain("deletion_protection is enabled, cannot delete the service: net");
    expect(loadBalancers()).toHaveLength(1);
    change({ metadata: { annotations: { [`${PREFIX}/aws-load-balancer-attributes`]: null } } });
    settle();
    expect(loadBalancers()).toEqual([]);
    expect(world.cluster(PRIMARY).api.find(SERVICE, NAMESPACE, "net")).toBeUndefined();
  });
});

it.each([
  [{ [`${PREFIX}/aws-load-balancer-scheme`]: "public" }, {}, "unknown scheme: public"],
  [
    INTERNET,
    { allocateLoadBalancerNodePorts: false },
    "unable to support instance target type with an unallocated NodePort",
  ],
  [
    { ...IP, [`${PREFIX}/aws-load-balancer-ssl-ports`]: "8443" },
    {},
    "Unused port in ssl-ports annotation [8443]",
  ],
  [
    { ...IP, [`${PREFIX}/aws-load-balancer-proxy-protocol`]: "80" },
    {},
    "invalid value 80 for Load Balancer proxy protocol v2 annotation, only value currently supported is *",
  ],
  [
    { ...IP, [`${PREFIX}/aws-load-balancer-healthcheck-protocol`]: "UDP" },
    {},
    "unsupported health check protocol UDP",
  ],
])("refuses annotations %j with %j", (annotations, spec, words) => {
  deploy(annotations as Record<string, string>, spec);
  expect(warnings()[0]).toContain(`FailedBuildModel Service/net: Failed build model due to ${words}`);
});

it("asks nodes that pass traffic on to their own pods only as the annotations say", () => {
  const healthCheck = {
    [`${PREFIX}/aws-load-balancer-healthcheck-protocol`]: "TCP",
    [`${PREFIX}/aws-load-balancer-healthcheck-port`]: "traffic-port",
    [`${PREFIX}/aws-load-balancer-healthcheck-timeout`]: "10",
    [`${PREFIX}/aws-load-balancer-healthcheck-healthy-threshold`]: "3",
    [`${PREFIX}/aws-load-balancer-healthcheck-unhealthy-threshold`]: "3",
  };
  deploy({ ...INTERNET, ...healthCheck }, { externalTrafficPolicy: "Local" });
  expect(warnings()).toEqual([]);
});

it.each([
  [
    { ...IP, [`${PREFIX}/aws-load-balancer-ip-address-type`]: "dualstack" },
    {},
    `annotation ${PREFIX}/aws-load-balancer-ip-address-type`,
  ],
  [{ ...IP, [`${PREFIX}/actions.TCP-80`]: "{}" }, {}, `annotation ${PREFIX}/actions.TCP-80`],
  [INTERNET, { externalTrafficPolicy: "Local" }, "health check node port"],
  [IP, { ports: [{ port: 80, protocol: "SCTP" }] }, "port with protocol SCTP"],
])("does not make what it does not know: %j with %j", (annotations, spec, what) => {
  expect(() => deploy(annotations, spec)).toThrow(`NotSimulated: ${what} (Service game/net)`);
});

describe("fixed addresses", () => {
  const subnets = () =>
    world.network
      .call("ec2", "DescribeSubnets", {})
      .Subnets.map(({ SubnetId }) => SubnetId)
      .slice(0, 3);
  /** In the same subnets, as no other ones are there. */
  const internal = () => ({
    [`${PREFIX}/aws-load-balancer-scheme`]: "internal",
    [`${PREFIX}/aws-load-balancer-nlb-target-type`]: "ip",
    [`${PREFIX}/aws-load-balancer-subnets`]: subnets().join(","),
  });
  const fixed = (kind: string, addresses: readonly string[]) => ({
    [`${PREFIX}/aws-load-balancer-${kind}`]: addresses.join(","),
  });
  /** Public and private addresses of the load balancer, by its subnets. */
  const addresses = () =>
    loadBalancers()[0]!.AvailabilityZones.map(({ SubnetId }) => {
      const { NetworkInterfaces } = world.network.call("ec2", "DescribeNetworkInterfaces", {
        Filters: [{ Name: "subnet-id", Values: [SubnetId] }],
      });
      const own = NetworkInterfaces.find(({ Description }) => Description.startsWith("ELB net/"))!;
      return [own.PrivateIpAddress, own.Association?.AllocationId];
    });

  it("are elastic ones, in the order of the subnets", () => {
    const ids = [1, 2, 3].map(() => world.network.call("ec2", "AllocateAddress", {}).AllocationId);
    deploy({ ...IP, ...fixed("eip-allocations", ids) });
    expect(addresses().map(([, id]) => id)).toEqual(ids);
  });

  it("are private ones, each in its subnet", () => {
    deploy(internal());
    const wanted = addresses().map(([address]) => address!.replace(/\d+$/, "200"));
    world.cluster(PRIMARY).api.delete(SERVICE, NAMESPACE, "net");
    settle();
    deploy({ ...internal(), ...fixed("private-ipv4-addresses", [...wanted].reverse()) });
    expect(addresses().map(([address]) => address)).toEqual(wanted);
  });

  it.each<[() => object, string]>([
    [
      () => ({ ...internal(), ...fixed("eip-allocations", ["eipalloc-1"]) }),
      "EIP allocations can only be set for internet facing load balancers",
    ],
    [
      () => ({ ...IP, ...fixed("eip-allocations", ["eipalloc-1"]) }),
      "count of EIP allocations (1) and subnets (3) must match",
    ],
    [
      () => ({ ...IP, ...fixed("private-ipv4-addresses", ["10.0.0.9"]) }),
      "private IPv4 addresses can only be set for internal load balancers",
    ],
    [
      () => ({ ...internal(), ...fixed("private-ipv4-addresses", ["10.9.0.1", "10.9.0.2", "10.9.0.3"]) }),
      "expect one private IPv4 address configured for subnet",
    ],
  ])("are refused where they do not fit: %#", (annotations, words) => {
    deploy(annotations() as Record<string, string>);
    expect(warnings()[0]).toContain(`Failed build model due to ${words}`);
  });

  it("cannot be had twice, nor when they are not there", () => {
    const ids = [1, 2, 3].map(() => world.network.call("ec2", "AllocateAddress", {}).AllocationId);
    deploy({ ...IP, ...fixed("eip-allocations", [ids[0]!, ids[1]!, "eipalloc-00000000000000000"]) });
    expect(warnings()[0]).toContain(
      "AllocationIdNotFound: The allocation IDs 'eipalloc-00000000000000000' do not exist",
    );
    change({ metadata: { annotations: fixed("eip-allocations", ids) } });
    expect(addresses().map(([, id]) => id)).toEqual(ids);
    const [subnet] = loadBalancers()[0]!.AvailabilityZones;
    expect(() =>
      world.network.call("elasticloadbalancing", "CreateLoadBalancer", {
        Name: "other",
        Type: "network",
        SubnetMappings: [{ SubnetId: subnet!.SubnetId, AllocationId: ids[0]! }],
      }),
    ).toThrow("The allocation IDs are not available for use");
  });
});

describe("TCP and UDP on one port", () => {
  const BOTH = { ...IP, [`${PREFIX}/aws-load-balancer-enable-tcp-udp-listener`]: "true" };
  const port = (protocol: string, number = 53) => ({
    name: `p${protocol}${number}`.toLowerCase(),
    protocol,
    port: number,
    targetPort: 5_353,
  });

  it("have one listener, and nodes admit both", () => {
    deploy(BOTH, { ports: [port("TCP"), port("UDP"), port("TCP", 80)] });
    expect(listeners().map(({ Port, Protocol }) => `${Protocol} ${Port}`)).toEqual(["TCP_UDP 53", "TCP 80"]);
    expect(
      targetGroups()
        .map(({ Protocol }) => Protocol)
        .sort(),
    ).toEqual(["TCP", "TCP_UDP"]);
  });
});
