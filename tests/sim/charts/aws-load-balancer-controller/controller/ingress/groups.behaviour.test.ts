import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import { IngressScene, PROVISIONING_MS } from "../../../../../support/controller-replay/ingress-scene.ts";
import {
  eventsOf,
  INGRESS,
  ingress,
  path,
  PREFIX,
  SHARED,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";

let scene: IngressScene;

beforeEach(() => {
  scene = new IngressScene();
});

function grouped(name: string, value: string, annotations: Record<string, string> = {}) {
  return ingress({
    name,
    annotations: { ...SHARED, [`${PREFIX}/group.name`]: "shared", ...annotations },
    spec: { rules: [{ http: { paths: [path(value, "app", "Exact")] } }] },
  });
}

function prefixed(annotations: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`${PREFIX}/${name}`, value as string]),
  );
}

/** The group's rules as paths, in the order of their priorities. */
function pathsOfRules(): string[] {
  return scene.rules().flatMap(({ Conditions }) => Conditions[0]?.PathPatternConfig?.Values ?? []);
}

describe("Ingresses of one group", () => {
  it("share a load balancer, with rules by order, then by name", () => {
    scene.cluster.api.create(grouped("a", "/a"));
    scene.cluster.api.create(grouped("b", "/b"));
    scene.cluster.api.create(grouped("c", "/c", { [`${PREFIX}/group.order`]: "-1" }));
    scene.settle();
    expect(elbv2State(scene.world.cloud).loadBalancers.size).toBe(1);
    expect(pathsOfRules()).toEqual(["/c", "/a", "/b"]);
    expect(["a", "b", "c"].map((name) => scene.finalizersOf(name))).toEqual([
      ["group.ingress.k8s.aws/shared"],
      ["group.ingress.k8s.aws/shared"],
      ["group.ingress.k8s.aws/shared"],
    ]);
  });

  it("go on without one that is deleted", () => {
    scene.cluster.api.create(grouped("a", "/a"));
    scene.cluster.api.create(grouped("b", "/b"));
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    scene.cluster.api.delete(INGRESS, NAMESPACE, "a");
    scene.settle();
    expect(pathsOfRules()).toEqual(["/b"]);
    expect(scene.cluster.api.find(INGRESS, NAMESPACE, "a")).toBeUndefined();
  });

  it("part when one leaves the group for a load balancer of its own", () => {
    scene.cluster.api.create(grouped("a", "/a"));
    scene.cluster.api.create(grouped("b", "/b"));
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    scene.cluster.api.patch(INGRESS, NAMESPACE, "a", {
      metadata: { annotations: { [`${PREFIX}/group.name`]: null } },
    });
    scene.settle();
    expect([...elbv2State(scene.world.cloud).loadBalancers.values()].map(({ name }) => name)).toEqual([
      "k8s-shared-8db1977c55",
      "k8s-game-a-a4cf7967cc",
    ]);
    expect([scene.finalizersOf("a"), scene.finalizersOf("b")]).toEqual([
      ["ingress.k8s.aws/resources"],
      ["group.ingress.k8s.aws/shared"],
    ]);
  });

  it("are told when they disagree", () => {
    scene.cluster.api.create(grouped("a", "/a"));
    scene.cluster.api.create(grouped("b", "/b", { [`${PREFIX}/scheme`]: "internal" }));
    scene.settle();
    const words = "Failed build model due to conflicting scheme: map[internal:{} internet-facing:{}]";
    expect(eventsOf(scene.cluster)).toEqual([
      `Warning FailedBuildModel Ingress/a: ${words} (11)`,
      `Warning FailedBuildModel Ingress/b: ${words} (11)`,
    ]);
  });

  it.each([
    [
      { "ip-address-type": "ipv4" },
      { "ip-address-type": "dualstack" },
      "conflicting IPAddressType: [dualstack ipv4]",
    ],
    [
      { "load-balancer-name": "one" },
      { "load-balancer-name": "two" },
      "conflicting load balancer name: map[one:{} two:{}]",
    ],
    [{ subnets: "one,two" }, { subnets: "two,three" }, "conflicting subnets: [one two] | [two three]"],
    [
      { "security-groups": "one,two" },
      { "security-groups": "two,one" },
      "conflicting securityGroups: [one two] | [two one]",
    ],
    [
      { "security-groups": "one", "manage-backend-security-group-rules": "true" },
      { "security-groups": "one", "manage-backend-security-group-rules": "false" },
      "conflicting manage backend security group rules settings",
    ],
    [
      { "load-balancer-attributes": "idle_timeout.timeout_seconds=30" },
      { "load-balancer-attributes": "idle_timeout.timeout_seconds=60" },
      "conflicting load balancer attributes idle_timeout.timeout_seconds: 30 | 60",
    ],
    [
      { "listener-attributes.HTTP-80": "a=1" },
      { "listener-attributes.HTTP-80": "a=2" },
      "conflicting listener attributes a: 1 | 2 for ingress game/b",
    ],
    [{ tags: "team=edge" }, { tags: "team=core" }, "conflicting tag team: edge | core"],
    [
      { "listen-ports": '[{"HTTP":8443}]' },
      { "listen-ports": '[{"HTTPS":8443}]', "certificate-arn": "one" },
      "failed to merge listenPort config for port: 8443: conflicting protocol, game/a: HTTP | game/b: HTTPS",
    ],
    [
      { "inbound-cidrs": "10.0.0.0/8, fd00::/8" },
      { "inbound-cidrs": "10.0.0.0/16" },
      "failed to merge listenPort config for port: 80: conflicting inbound-cidrs, game/a: [10.0.0.0/8], [fd00::/8] | game/b: [10.0.0.0/16], []",
    ],
    [
      { "security-group-prefix-lists": "pl-1" },
      { "security-group-prefix-lists": "pl-2,pl-1" },
      "failed to merge listenPort config for port: 80: conflicting inbound-prefix-lists, game/a: [pl-1] | game/b: [pl-1 pl-2]",
    ],
    [
      { "certificate-arn": "one", "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06" },
      { "certificate-arn": "one", "ssl-policy": "ELBSecurityPolicy-2016-08" },
      "failed to merge listenPort config for port: 443: conflicting sslPolicy, game/a: ELBSecurityPolicy-TLS13-1-2-2021-06 | game/b: ELBSecurityPolicy-2016-08",
    ],
    [{ "ssl-redirect": "80" }, { "ssl-redirect": "443" }, "conflicting sslRedirect port: [80 443]"],
  ])("are told what they disagree on: %j and %j", (ofA, ofB, words) => {
    scene.cluster.api.create(grouped("a", "/a", prefixed(ofA)));
    scene.cluster.api.create(grouped("b", "/b", prefixed(ofB)));
    scene.settle();
    expect(eventsOf(scene.cluster)).toContain(
      `Warning FailedBuildModel Ingress/b: Failed build model due to ${words} (11)`,
    );
  });

  it("may agree on subnets in any order", () => {
    const [first, second] = scene.world.network.subnetIds;
    scene.cluster.api.create(grouped("a", "/a", { [`${PREFIX}/subnets`]: `${first},${second}` }));
    scene.cluster.api.create(grouped("b", "/b", { [`${PREFIX}/subnets`]: `${second},${first}` }));
    scene.settle();
    expect(pathsOfRules()).toEqual(["/a", "/b"]);
  });

  it("have one default backend between them", () => {
    const backend = { service: { name: "app", port: { number: 80 } } };
    const withDefault = (name: string) => {
      const manifest = grouped(name, `/${name}`);
      return { ...manifest, spec: { ...(manifest["spec"] as object), defaultBackend: backend } };
    };
    scene.cluster.api.create(withDefault("a"));
    scene.cluster.api.create(grouped("b", "/b"));
    scene.settle();
    expect(scene.listeners().map(({ DefaultActions }) => DefaultActions.map(({ Type }) => Type))).toEqual([
      ["forward"],
    ]);
    scene.cluster.api.create(withDefault("c"));
    scene.settle();
    expect(eventsOf(scene.cluster)).toContain(
      "Warning FailedBuildModel Ingress/c: Failed build model due to multiple ingress defined default backend: [game/a game/c] (11)",
    );
  });

  it.each(["1001", "-1001", "first"])("keep still for a wrong order: %s", (order) => {
    scene.cluster.api.create(grouped("a", "/a"));
    scene.settle();
    scene.cluster.api.create(grouped("b", "/b", { [`${PREFIX}/group.order`]: order }));
    scene.settle();
    expect(pathsOfRules()).toEqual(["/a"]);
    expect(scene.finalizersOf("b")).toEqual([]);
  });

  it("do not see a long group name", () => {
    scene.cluster.api.create(grouped("a", "/a", { [`${PREFIX}/group.name`]: "a".repeat(64) }));
    scene.settle();
    expect(eventsOf(scene.cluster)).toEqual([
      "Warning FailedLoadGroupID Ingress/a: failed load groupID due to invalid ingress group: groupName must be no more than 63 characters (1)",
    ]);
  });

  it("do not see a malformed group name", () => {
    scene.cluster.api.create(grouped("a", "/a", { [`${PREFIX}/group.name`]: "Not_A_Name" }));
    scene.settle();
    expect(eventsOf(scene.cluster)).toEqual([
      "Warning FailedLoadGroupID Ingress/a: failed load groupID due to invalid ingress group: groupName must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (1)",
    ]);
  });
});

describe("an Ingress of another class", () => {
  it("is left alone", () => {
    scene.cluster.api.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "nginx" },
      spec: { controller: "k8s.io/ingress-nginx" },
    });
    scene.cluster.api.create(ingress({ spec: { ingressClassName: "nginx" } }));
    scene.settle();
    expect(eventsOf(scene.cluster)).toEqual([]);
    expect(scene.finalizersOf("app")).toEqual([]);
  });

  it("is refused when there is no such class", () => {
    expect(() => scene.cluster.api.create(ingress({ spec: { ingressClassName: "none" } }))).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: invalid ingress class: IngressClass.networking.k8s.io "none" not found',
    );
  });
});
