import { beforeEach, describe, expect, it } from "vitest";
import { KubeReader } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/client.ts";
import type { TargetGroupBinding } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/objects.ts";
import {
  BackendNotFound,
  nodeEndpoints,
  podEndpoints,
} from "../../../../../../sim/charts/aws-load-balancer-controller/controller/target-group-binding/endpoints.ts";
import { ApiServer } from "../../../../../../sim/kubernetes/api-server.ts";
import { binding, namespace, service } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { Clock } from "../../../../../../sim/core/clock.ts";
import { Ids } from "../../../../../../sim/core/ids.ts";

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(0), ids: new Ids("test") });
  api.create(namespace());
  api.create(service());
});

function bound(spec: object = {}): TargetGroupBinding {
  return binding("arn", spec) as TargetGroupBinding;
}

function addNode(
  name: string,
  ready: string,
  rest: { labels?: object; taints?: object[]; providerID?: string } = {},
) {
  const { labels = {}, taints = [], providerID = `aws:///ap-northeast-2a/i-${name}` } = rest;
  api.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: labels as Record<string, string> },
    spec: { providerID, taints },
    status: { conditions: [{ type: "Ready", status: ready }] },
  });
}

describe("nodes behind a binding of instances", () => {
  const nodes = (spec: object = {}, failOpen = true) =>
    nodeEndpoints(new KubeReader(api), bound({ targetType: "instance", ...spec }), failOpen).map(
      ({ id }) => id,
    );

  it("are those that are ready and not about to go", () => {
    addNode("1", "True");
    addNode("2", "False");
    addNode("3", "Unknown");
    addNode("4", "True", { taints: [{ key: "ToBeDeletedByClusterAutoscaler", effect: "NoSchedule" }] });
    addNode("5", "True", { taints: [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }] });
    addNode("6", "True", { taints: [{ key: "karpenter.sh/disrupted", effect: "PreferNoSchedule" }] });
    addNode("7", "True", { labels: { "eks.amazonaws.com/compute-type": "fargate" } });
    addNode("8", "True", { labels: { "node.kubernetes.io/exclude-from-external-load-balancers": "" } });
    expect(nodes()).toEqual(["i-1", "i-6"]);
  });

  it("are those that the binding selects", () => {
    addNode("1", "True", { labels: { pool: "edge" } });
    addNode("2", "True");
    expect(nodes({ nodeSelector: { matchLabels: { pool: "edge" } } })).toEqual(["i-1"]);
  });

  it("are those of which nothing is known when none is ready, unless told otherwise", () => {
    addNode("1", "Unknown");
    addNode("2", "False");
    expect([nodes(), nodes({}, false)]).toEqual([["i-1"], []]);
  });

  it("are to be instances", () => {
    addNode("1", "True", { providerID: "aws:///ap-northeast-2a/fargate-1" });
    expect(() => nodes()).toThrow(
      new Error("providerID aws:///ap-northeast-2a/fargate-1 is invalid for EC2 instances, node: 1"),
    );
  });

  it("need a node port", () => {
    api.delete("v1/Service", NAMESPACE, "app");
    api.create(service("app", { type: "ClusterIP" }));
    expect(() => nodes()).toThrow(
      new Error("service type must be either 'NodePort' or 'LoadBalancer': game/app"),
    );
  });

  it("need a port that the Service has", () => {
    expect(() => nodes({ serviceRef: { name: "app", port: "http" } })).toThrow(
      new BackendNotFound("unable to find port http on service game/app"),
    );
  });
});

describe("pods behind a binding", () => {
  /** A pod on a node of its own. */
  function addPod(
    name: string,
    { ready, containersReady = "True", node = "True", terminating = false }: PodState,
  ) {
    if (node !== undefined) addNode(`node-${name}`, node);
    api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: NAMESPACE },
      spec: { nodeName: `node-${name}`, containers: [{ name: "app", image: "app" }] },
    });
    const conditions = [{ type: "ContainersReady", status: containersReady }];
    api.patch("v1/Pod", NAMESPACE, name, { status: { conditions } }, "status");
    api.create({
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { namespace: NAMESPACE, name, labels: { "kubernetes.io/service-name": "app" } },
      addressType: "IPv4",
      ports: [{ name: "", port: 8080, protocol: "TCP" }],
      endpoints: [
        {
          addresses: [`192.168.0.${name}`],
          conditions: { ready, serving: ready, terminating },
          targetRef: { kind: "Pod", namespace: NAMESPACE, name },
        },
      ],
    });
  }

  interface PodState {
    readonly ready: boolean;
    readonly containersReady?: string;
    readonly node?: string;
    readonly terminating?: boolean;
  }

  const pods = (failOpen = true) => podEndpoints(new KubeReader(api), bound(), failOpen).map(({ id }) => id);

  it("are those that are ready, or would be but for their gates on a healthy node", () => {
    addPod("1", { ready: true, node: "Unknown" });
    addPod("2", { ready: false });
    addPod("3", { ready: false, containersReady: "False" });
    addPod("4", { ready: false, terminating: true });
    addPod("5", { ready: false, node: "False" });
    addPod("6", { ready: false, node: "Unknown" });
    expect(pods()).toEqual(["192.168.0.1", "192.168.0.2"]);
  });

  it("are those on nodes of which nothing is known when there are no others, unless told otherwise", () => {
    addPod("1", { ready: false, node: "Unknown" });
    addPod("2", { ready: false, node: "False" });
    expect([pods(), pods(false)]).toEqual([["192.168.0.1"], []]);
  });
});
