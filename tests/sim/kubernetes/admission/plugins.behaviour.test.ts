import { describe, expect, it } from "vitest";
import { deployment, getPod, pod, startCluster } from "../fixture.ts";

describe("new pods", () => {
  it("get service account, priority and tolerations for failing nodes", () => {
    const { spec } = startCluster({ zones: [] }).api.create(pod("one"));
    expect(spec).toMatchObject({
      serviceAccountName: "default",
      priority: 0,
      tolerations: [
        {
          key: "node.kubernetes.io/not-ready",
          operator: "Exists",
          effect: "NoExecute",
          tolerationSeconds: 300,
        },
        {
          key: "node.kubernetes.io/unreachable",
          operator: "Exists",
          effect: "NoExecute",
          tolerationSeconds: 300,
        },
      ],
    });
  });

  it("keep their own tolerations for failing nodes", () => {
    const tolerations = [{ operator: "Exists" }];
    const created = startCluster({ zones: [] }).api.create(pod("one", { spec: { tolerations } }));
    expect(created).toHaveProperty("spec.tolerations", tolerations);
  });

  it("get the value of their priority class", () => {
    const { api } = startCluster({ zones: [] });
    const created = api.create(pod("one", { spec: { priorityClassName: "system-cluster-critical" } }));
    expect(created).toHaveProperty("spec.priority", 2_000_000_000);
  });

  it("need their priority class", () => {
    const { api } = startCluster({ zones: [] });
    expect(() => api.create(pod("one", { spec: { priorityClassName: "urgent" } }))).toThrow(
      'pods "one" is forbidden: no PriorityClass with name urgent was found',
    );
  });

  it("need their service account", () => {
    const { api } = startCluster({ zones: [] });
    expect(() => api.create(pod("one", { spec: { serviceAccountName: "robot" } }))).toThrow(
      'pods "one" is forbidden: error looking up service account game/robot: serviceaccount "robot" not found',
    );
  });

  it("get AWS credentials from what EKS adds to the cluster", () => {
    const cluster = startCluster({ zones: [] });
    cluster.cluster.podCredentials = {
      mutatePod: (given) => ({ ...given, metadata: { ...given.metadata, annotations: { seen: "yes" } } }),
      credentials: () => cluster.cloud.administrator,
      instanceMetadata: () => "",
    };
    cluster.api.create(pod("one"));
    expect(getPod(cluster, "one").metadata.annotations).toEqual({ seen: "yes" });
  });
});

describe("what is not simulated", () => {
  it.each([
    [
      "a volume",
      {},
      { volumes: [{ name: "data", nfs: { path: "/", server: "a" } }] },
      "NotSimulated: volume of type nfs",
    ],
    [
      "a probe",
      { livenessProbe: { exec: { command: ["true"] } } },
      {},
      "NotSimulated: livenessProbe that runs a command",
    ],
    [
      "a hook",
      { lifecycle: { preStop: { exec: { command: ["nginx", "-s", "quit"] } } } },
      {},
      "NotSimulated: preStop command nginx -s quit",
    ],
    [
      "an init container",
      {},
      { initContainers: [{ name: "init", image: "web" }] },
      "NotSimulated: init containers",
    ],
  ])("is refused when it is written: %s", (_, container, spec, message) => {
    const { api } = startCluster({ zones: [] });
    expect(() => api.create(deployment("app", { container, pod: spec }))).toThrow(message);
    expect(() => api.create(pod("one", { container, spec }))).toThrow(message);
  });
});

describe("an Ingress without a class", () => {
  const ingress = (spec: object = {}) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "app", namespace: "game" },
    spec: { defaultBackend: { service: { name: "app", port: { number: 80 } } }, ...spec },
  });

  it("gets the cluster's default class", () => {
    const { api } = startCluster({ zones: [] });
    api.create({
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "alb", annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
      spec: { controller: "ingress.k8s.aws/alb" },
    });
    expect(api.create(ingress())).toHaveProperty("spec.ingressClassName", "alb");
  });

  it("stays without one where there is no default", () => {
    const { api } = startCluster({ zones: [] });
    expect(api.create(ingress())).not.toHaveProperty("spec.ingressClassName");
  });
});
