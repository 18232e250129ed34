import { beforeEach, describe, expect, it } from "vitest";
import { tagMap } from "../../../../../../sim/aws/tags.ts";
import { IngressScene, PROVISIONING_MS } from "../../../../../support/controller-replay/ingress-scene.ts";
import { BINDING, eventsOf, INGRESS, PREFIX } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";

let scene: IngressScene;

beforeEach(() => {
  scene = new IngressScene();
});

describe("a load balancer", () => {
  it("gets attributes and tags", () => {
    scene = new IngressScene({ defaultTags: { owner: "platform" } });
    scene.deploy({
      [`${PREFIX}/load-balancer-attributes`]: "idle_timeout.timeout_seconds=30",
      [`${PREFIX}/tags`]: "team=edge,owner=edge",
    });
    const arn = scene.loadBalancers()[0]!.LoadBalancerArn;
    const { call } = scene.world.network;
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

  it("loses the tags that are no longer asked for", () => {
    scene.deploy({ [`${PREFIX}/tags`]: "team=edge,cost=7" });
    scene.annotate({ [`${PREFIX}/tags`]: "team=core" });
    const { TagDescriptions } = scene.world.network.call("elasticloadbalancing", "DescribeTags", {
      ResourceArns: [scene.loadBalancers()[0]!.LoadBalancerArn],
    });
    expect(tagMap(TagDescriptions[0]!.Tags)).toEqual({
      "elbv2.k8s.aws/cluster": "myeks",
      "ingress.k8s.aws/resource": "LoadBalancer",
      "ingress.k8s.aws/stack": "game/app",
      team: "core",
    });
  });

  it("may not have tags that others manage", () => {
    scene = new IngressScene({ externalManagedTags: ["team"] });
    scene.deploy({ [`${PREFIX}/tags`]: "team=edge" });
    expect(scene.warnings()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to failed build tags for Ingress game/app: external managed tag key team cannot be specified (11)",
    ]);
  });

  it("speaks IPv6, too, once its subnets do", () => {
    scene.deploy();
    scene.annotate({ [`${PREFIX}/ip-address-type`]: "dualstack" });
    expect(scene.loadBalancers()[0]!.IpAddressType).toBe("ipv4");
    expect(scene.warnings().at(-1)).toMatch(/^Warning FailedDeployModel Ingress\/app: .*SetIpAddressType/);
  });

  it("is replaced when its scheme changes, and the status tells", () => {
    scene.deploy();
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    const { call, subnetIds } = scene.world.network;
    const Tags = [{ Key: "kubernetes.io/role/internal-elb", Value: "1" }];
    call("ec2", "CreateTags", { Resources: subnetIds, Tags });
    scene.annotate({ [`${PREFIX}/scheme`]: "internal" });
    const [only, ...others] = scene.loadBalancers();
    expect([only!.Scheme, others]).toEqual(["internal", []]);
    const { status } = scene.cluster.api.get(INGRESS, NAMESPACE, "app");
    expect(status?.loadBalancer?.ingress?.[0]?.hostname).toBe(only!.DNSName.toLowerCase());
  });

  it("is looked at again after two minutes while AWS still makes it, with an event only then", () => {
    scene.deploy();
    scene.annotate({ [`${PREFIX}/healthcheck-path`]: "/healthz" });
    expect(eventsOf(scene.cluster)).toContain(
      "Normal SuccessfullyReconciled Ingress/app: Successfully reconciled (1)",
    );
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    expect(eventsOf(scene.cluster)).toContain(
      "Normal SuccessfullyReconciled Ingress/app: Successfully reconciled (2)",
    );
  });

  it("with deletion protection by annotation keeps its Ingress from going", () => {
    scene.deploy({ [`${PREFIX}/load-balancer-attributes`]: "deletion_protection.enabled=true" });
    scene.cluster.api.delete(INGRESS, NAMESPACE, "app");
    scene.world.cloud.clock.advance(60_000);
    expect(scene.loadBalancers()).toHaveLength(1);
    expect(scene.cluster.api.get(INGRESS, NAMESPACE, "app").metadata.finalizers).toEqual([
      "ingress.k8s.aws/resources",
    ]);
    // An Ingress that is being deleted hears of nothing.
    expect(scene.warnings()).toEqual([]);
  });

  it("is gone, but not its Ingress, while somebody keeps the binding", () => {
    scene.deploy();
    const { api } = scene.cluster;
    const { metadata } = api.list(BINDING)[0]!;
    const finalizers = [...(metadata.finalizers ?? []), "example.com/keep"];
    api.patch(BINDING, NAMESPACE, metadata.name, { metadata: { finalizers } });
    api.delete(INGRESS, NAMESPACE, "app");
    scene.world.cloud.clock.advance(120_000);
    expect(scene.loadBalancers()).toEqual([]);
    expect(scene.finalizersOf("app")).toEqual(["ingress.k8s.aws/resources"]);
    api.patch(BINDING, NAMESPACE, metadata.name, { metadata: { finalizers: [] } });
    scene.world.cloud.clock.advance(120_000);
    expect(api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
  });

  it("with deletion protection by other hands goes all the same", () => {
    scene.deploy();
    scene.world.network.call("elasticloadbalancing", "ModifyLoadBalancerAttributes", {
      LoadBalancerArn: scene.loadBalancers()[0]!.LoadBalancerArn,
      Attributes: [{ Key: "deletion_protection.enabled", Value: "true" }],
    });
    scene.cluster.api.delete(INGRESS, NAMESPACE, "app");
    scene.world.cloud.clock.advance(60_000);
    expect(scene.loadBalancers()).toEqual([]);
    expect(scene.cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
  });
});

it.each([
  ["wafv2-acl-name", "edge", "NotSimulated: ingress annotation wafv2-acl-name"],
  ["shield-advanced-protection", "true", "NotSimulated: ingress annotation shield-advanced-protection"],
  ["create-acm-cert", "true", "NotSimulated: ingress annotation create-acm-cert"],
  [
    "mutual-authentication",
    '[{"port":443,"mode":"verify","trustStore":"edge"}]',
    'NotSimulated: mutual authentication of a load balancer ({"port":443,"mode":"verify","trustStore":"edge"})',
  ],
  ["target-control-port.app.80", "3000", "NotSimulated: ingress annotation target-control-port"],
  [
    "listen-ports",
    '[{"HTTPS":443}]',
    "NotSimulated: certificate discovery (Ingress game/app listens on HTTPS without annotation certificate-arn)",
  ],
])("refuses annotation %s", (name, value, words) => {
  expect(() => scene.deploy({ [`${PREFIX}/${name}`]: value })).toThrow(words);
});

it.each([
  ["scheme", "public", "unknown scheme: public"],
  ["target-type", "pod", "ingress: game/app: unknown targetType: pod"],
  ["backend-protocol", "TCP", "ingress: game/app: backend protocol must be within [HTTP, HTTPS]: TCP"],
  ["listen-ports", "[]", "ingress: game/app: empty listen-ports configuration: `[]`"],
  ["listen-ports", '[{"HTTP":0}]', "ingress: game/app: listen port must be within [1, 65535]: 0"],
  ["listen-ports", '[{"TCP":80}]', "ingress: game/app: listen protocol must be within [HTTP, HTTPS]: TCP"],
  ["ip-address-type", "ipv6", "unknown IPAddressType: ipv6"],
  ["ssl-redirect", "443", "listener does not exist for SSLRedirect port: 443"],
  ["ssl-redirect", "80", "listener protocol non-SSL for SSLRedirect port: 80"],
  [
    "ssl-redirect",
    "yes",
    'ingress: game/app: failed to parse int32 annotation, alb.ingress.kubernetes.io/ssl-redirect: yes: strconv.ParseInt: parsing "yes": invalid syntax',
  ],
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
  scene.deploy({ [`${PREFIX}/${name}`]: value });
  expect(scene.warnings()).toEqual([
    `Warning FailedBuildModel Ingress/app: Failed build model due to ${words} (11)`,
  ]);
});
