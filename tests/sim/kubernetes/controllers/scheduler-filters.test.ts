import { beforeEach, describe, expect, it } from "vitest";
import {
  refusals,
  tolerates,
  type NodeInfo,
} from "../../../../sim/kubernetes/controllers/scheduler-filters.ts";
import type { Pod, Taint } from "../../../../sim/kubernetes/objects.ts";
import { getNode, node, pod as podManifest, startCluster, type TestCluster } from "../fixture.ts";

let cluster: TestCluster;
/** Pods made, so that each has a name of its own. */
let made = 0;

beforeEach(() => {
  cluster = startCluster({ zones: [] });
});

function pod(name: string, spec: object = {}): Pod {
  const manifest = podManifest(name, { spec });
  return cluster.api.create({
    ...manifest,
    metadata: { ...manifest.metadata, name: `${name}-${made++}` },
  }) as Pod;
}

function info(zone: string, pods: readonly Pod[] = []): NodeInfo {
  const { name } = cluster.api.apply(node(zone)).metadata;
  return { node: getNode(cluster, name), pods };
}

/** Why the first node refuses the pod. */
function reasons(candidate: Pod, ...nodes: NodeInfo[]): string[] {
  return refusals(candidate, nodes[0]!, nodes, "1.35").map(({ reason }) => reason);
}

const near = (app: string, topologyKey = "kubernetes.io/hostname") => ({
  requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app } }, topologyKey }],
});

describe("a node is refused", () => {
  it("when a host port is taken", () => {
    const port = (hostPort: number) => ({
      containers: [{ name: "app", image: "web", ports: [{ containerPort: 80, hostPort, protocol: "TCP" }] }],
    });
    expect(reasons(pod("a", port(80)), info("a", [pod("b", port(80))]))).toEqual([
      "node(s) didn't have free ports for the requested pod ports",
    ]);
    expect(reasons(pod("a", port(81)), info("a", [pod("b", port(80))]))).toEqual([]);
  });

  it("when pods there do not want the new one", () => {
    const shy = pod("shy", { affinity: { podAntiAffinity: near("a") } });
    expect(reasons(pod("a"), info("a", [shy]))).toEqual([
      "node(s) didn't satisfy existing pods anti-affinity rules",
    ]);
  });

  it("when the pod must be near others that are elsewhere", () => {
    const follower = pod("follower", { affinity: { podAffinity: near("leader") } });
    expect(reasons(follower, info("a"), info("b", [pod("leader")]))).toEqual([
      "node(s) didn't match pod affinity rules",
    ]);
    expect(reasons(follower, info("b", [pod("leader")]), info("a"))).toEqual([]);
  });

  it("but not to the first of a group that wants to be together", () => {
    const group = pod("group", { affinity: { podAffinity: near("group") } });
    expect(reasons(group, info("a"), info("b"))).toEqual([]);
  });

  it("when it has no label to spread by", () => {
    const spread = pod("a", {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: "rack", whenUnsatisfiable: "DoNotSchedule", labelSelector: {} },
      ],
    });
    expect(reasons(spread, info("a"))).toEqual([
      "node(s) didn't match pod topology spread constraints (missing required label)",
    ]);
  });
});

describe("a toleration", () => {
  const taint: Taint = { key: "dedicated", value: "game", effect: "NoSchedule" };

  it.each([
    [{ operator: "Exists" }, true],
    [{ key: "dedicated", operator: "Exists" }, true],
    [{ key: "dedicated", value: "game" }, true],
    [{ key: "dedicated", operator: "Equal", value: "game", effect: "NoSchedule" }, true],
    [{ key: "dedicated", value: "work" }, false],
    [{ key: "other", operator: "Exists" }, false],
    [{ key: "dedicated", operator: "Exists", effect: "NoExecute" }, false],
    [{}, false],
  ])("%j: %s", (toleration, expected) => {
    expect(tolerates(toleration, taint)).toBe(expected);
  });
});
