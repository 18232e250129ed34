import { beforeEach, describe, expect, it } from "vitest";
import {
  deployApp,
  eventsOf,
  INGRESS,
  ingress,
  path,
  PREFIX,
  SHARED,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

let world: World;
let cluster: TestCluster;

beforeEach(() => {
  world = new World();
  cluster = world.cluster(PRIMARY);
  deployApp(cluster, 1);
  world.cloud.clock.settle();
});

function settle(): void {
  world.cloud.clock.advance(8_000);
}

function grouped(name: string, value: string, annotations: Record<string, string> = {}) {
  return ingress({
    name,
    annotations: { ...SHARED, [`${PREFIX}/group.name`]: "shared", ...annotations },
    spec: { rules: [{ http: { paths: [path(value, "app", "Exact")] } }] },
  });
}

/** The group's rules as paths, in the order of their priorities. */
function pathsOfRules(): string[] {
  const { call } = world.network;
  const { LoadBalancers } = call("elasticloadbalancing", "DescribeLoadBalancers", {});
  return LoadBalancers.flatMap(({ LoadBalancerArn }) =>
    call("elasticloadbalancing", "DescribeListeners", { LoadBalancerArn }).Listeners.flatMap(
      ({ ListenerArn }) =>
        call("elasticloadbalancing", "DescribeRules", { ListenerArn })
          .Rules.filter(({ IsDefault }) => !IsDefault)
          .flatMap(({ Conditions }) => Conditions[0]?.PathPatternConfig?.Values ?? []),
    ),
  );
}

function finalizers(name: string): string[] {
  return cluster.api.get(INGRESS, NAMESPACE, name).metadata.finalizers ?? [];
}

describe("Ingresses of one group", () => {
  it("share a load balancer, with rules by order, then by name", () => {
    cluster.api.create(grouped("a", "/a"));
    cluster.api.create(grouped("b", "/b"));
    cluster.api.create(grouped("c", "/c", { [`${PREFIX}/group.order`]: "-1" }));
    settle();
    expect(world.cloud.elbv2.loadBalancers.size).toBe(1);
    expect(pathsOfRules()).toEqual(["/c", "/a", "/b"]);
    expect(["a", "b", "c"].map(finalizers)).toEqual([
      ["group.ingress.k8s.aws/shared"],
      ["group.ingress.k8s.aws/shared"],
      ["group.ingress.k8s.aws/shared"],
    ]);
  });

  it("go on without one that is deleted", () => {
    cluster.api.create(grouped("a", "/a"));
    cluster.api.create(grouped("b", "/b"));
    world.cloud.clock.advance(400_000);
    cluster.api.delete(INGRESS, NAMESPACE, "a");
    settle();
    expect(pathsOfRules()).toEqual(["/b"]);
    expect(cluster.api.find(INGRESS, NAMESPACE, "a")).toBeUndefined();
  });

  it("part when one leaves the group for a load balancer of its own", () => {
    cluster.api.create(grouped("a", "/a"));
    cluster.api.create(grouped("b", "/b"));
    world.cloud.clock.advance(400_000);
    cluster.api.patch(INGRESS, NAMESPACE, "a", {
      metadata: { annotations: { [`${PREFIX}/group.name`]: null } },
    });
    settle();
    expect([...world.cloud.elbv2.loadBalancers.values()].map(({ name }) => name)).toEqual([
      "k8s-shared-8db1977c55",
      "k8s-game-a-a4cf7967cc",
    ]);
    expect([finalizers("a"), finalizers("b")]).toEqual([
      ["ingress.k8s.aws/resources"],
      ["group.ingress.k8s.aws/shared"],
    ]);
  });

  it("are told when they disagree", () => {
    cluster.api.create(grouped("a", "/a"));
    cluster.api.create(grouped("b", "/b", { [`${PREFIX}/scheme`]: "internal" }));
    settle();
    const words = "Failed build model due to conflicting scheme: map[internal:{} internet-facing:{}]";
    expect(eventsOf(cluster)).toEqual([
      `Warning FailedBuildModel Ingress/a: ${words} (11)`,
      `Warning FailedBuildModel Ingress/b: ${words} (11)`,
    ]);
  });

  it("do not see a malformed group name", () => {
    cluster.api.create(grouped("a", "/a", { [`${PREFIX}/group.name`]: "Not_A_Name" }));
    settle();
    expect(eventsOf(cluster)).toEqual([
      "Warning FailedLoadGroupID Ingress/a: failed load groupID due to invalid ingress group: groupName must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (1)",
    ]);
  });
});

describe("an Ingress of another class", () => {
  it("is left alone", () => {
    cluster.api.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "nginx" },
      spec: { controller: "k8s.io/ingress-nginx" },
    });
    cluster.api.create(ingress({ spec: { ingressClassName: "nginx" } }));
    settle();
    expect(eventsOf(cluster)).toEqual([]);
    expect(finalizers("app")).toEqual([]);
  });

  it("is refused when there is no such class", () => {
    expect(() => cluster.api.create(ingress({ spec: { ingressClassName: "none" } }))).toThrow(
      'admission webhook "vingress.elbv2.k8s.aws" denied the request: invalid ingress class: IngressClass.networking.k8s.io "none" not found',
    );
  });
});
