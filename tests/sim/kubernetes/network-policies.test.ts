import { beforeEach, describe, expect, it } from "vitest";
import { NotSimulated } from "../../../sim/core/errors.ts";
import { deployment, podsOf, run, startCluster, type TestCluster } from "./fixture.ts";

let cluster: TestCluster;

beforeEach(() => {
  cluster = startCluster();
  cluster.api.create({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "other", labels: { team: "other" } },
  });
  for (const app of ["shop", "front"]) cluster.api.create(deployment(app, { replicas: 1 }));
  const guest = deployment("guest", { replicas: 1 });
  cluster.api.create({ ...guest, metadata: { ...guest.metadata, namespace: "other" } });
  enforce("true");
  run(cluster, 5);
});

function enforce(value: string): void {
  cluster.api.apply({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
    data: { "enable-network-policy-controller": value },
  });
}

function policy(spec: object, namespace = "game"): void {
  cluster.api.create({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "shop", namespace },
    spec: { podSelector: { matchLabels: { app: "shop" } }, ...spec },
  });
}

function addressOf(app: string, namespace = "game"): string {
  const [pod] = cluster.api.list("v1/Pod", { namespace, labels: { app } });
  return pod!.status.podIP!;
}

function obstacle(source: string, port = 8080): string | undefined {
  return cluster.cluster.networkPolicies.obstacle(source, addressOf("shop"), port);
}

/** Which clients get to the shop. */
function admitted(): string[] {
  const clients = {
    front: addressOf("front"),
    guest: addressOf("guest", "other"),
    internet: "203.0.113.7",
    neighbour: "203.0.113.200",
  };
  return Object.entries(clients).flatMap(([name, address]) =>
    obstacle(address) === undefined ? [name] : [],
  );
}

const all = ["front", "guest", "internet", "neighbour"];

describe("a pod", () => {
  it("lets everybody in where no policy selects it, or none is carried out", () => {
    policy({ podSelector: { matchLabels: { app: "another" } } });
    expect(admitted()).toEqual(all);
    cluster.api.delete("networking.k8s.io/v1/NetworkPolicy", "game", "shop");
    policy({});
    expect(admitted()).toEqual([]);
    enforce("false");
    expect(admitted()).toEqual(all);
  });

  it("lets nobody in by a policy without rules but its own node, and says why", () => {
    policy({});
    expect(obstacle("203.0.113.7")).toBe(
      "no rule of network policy game/shop admits 203.0.113.7 on port 8080",
    );
    const [pod] = podsOf(cluster, "shop");
    const node = cluster.api.get("v1/Node", undefined, pod!.spec.nodeName!);
    expect(obstacle(node.status.addresses![0]!.address)).toBeUndefined();
  });

  it.each<readonly [string, object, readonly string[]]>([
    ["everybody", {}, all],
    ["pods of its namespace", { from: [{ podSelector: { matchLabels: { app: "front" } } }] }, ["front"]],
    ["pods of its namespace alone", { from: [{ podSelector: {} }] }, ["front"]],
    [
      "pods of another namespace",
      { from: [{ namespaceSelector: { matchLabels: { team: "other" } }, podSelector: {} }] },
      ["guest"],
    ],
    [
      "blocks of addresses",
      { from: [{ ipBlock: { cidr: "203.0.113.0/24", except: ["203.0.113.128/25"] } }] },
      ["internet"],
    ],
    ["a port", { ports: [{ port: 8080 }] }, all],
    ["ports", { ports: [{ port: 8000, endPort: 8080 }] }, all],
    ["a port by its name", { ports: [{ port: "http" }] }, all],
    ["every TCP port", { ports: [{ protocol: "TCP" }] }, all],
    ["another port", { ports: [{ port: 8081 }] }, []],
    ["another protocol", { ports: [{ port: 8080, protocol: "UDP" }] }, []],
  ])("lets in %s", (_what, rule, expected) => {
    policy({ ingress: [rule] });
    expect(admitted()).toEqual(expected);
  });
});

describe("a policy", () => {
  it("needs peers, of one form each", () => {
    expect(() => policy({ ingress: [{ from: [{}] }] })).toThrow(
      "spec.ingress[0].from[0]: Required value: must specify a peer",
    );
    expect(() =>
      policy({ ingress: [{ from: [{ podSelector: {}, ipBlock: { cidr: "10.0.0.0/8" } }] }] }),
    ).toThrow("spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer");
  });

  it("of what pods send, and of the system's pods, is not simulated", () => {
    expect(() => policy({ egress: [] })).toThrow(NotSimulated);
    expect(() => policy({ policyTypes: ["Egress"] })).toThrow(NotSimulated);
    expect(() => policy({}, "kube-system")).toThrow(NotSimulated);
  });
});
