import { beforeEach, describe, expect, it } from "vitest";
import {
  WebhookUnavailable,
  type WebhookAddress,
} from "../../../../sim/kubernetes/admission/webhook-transport.ts";
import type { AdmissionHandler, AdmissionRequest, Manifest } from "../../../../sim/kubernetes/types.ts";
import { deployment, run, startCluster, type TestCluster } from "../fixture.ts";

const service = { namespace: "kube-system", name: "aws-load-balancer-webhook-service", path: "/validate" };

function configuration(kind: "Mutating" | "Validating", webhook: object = {}): Manifest {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: "aws-load-balancer-webhook" },
    webhooks: [
      {
        name: "vingress.elbv2.k8s.aws",
        clientConfig: { service },
        rules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["configmaps"],
          },
        ],
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        ...webhook,
      },
    ],
  };
}

function configMap(name: string, labels: Record<string, string> = {}): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "game", labels } };
}

describe("webhooks that are given directly", () => {
  let cluster: TestCluster;
  let requests: AdmissionRequest[];
  let addresses: WebhookAddress[];

  beforeEach(() => {
    cluster = startCluster({ zones: [] });
    requests = [];
    addresses = [];
  });

  function answer(handler: AdmissionHandler): void {
    cluster.cluster.webhookTransport = (address) => (request) => {
      addresses.push(address);
      requests.push(request);
      return handler(request);
    };
  }

  it("are asked at the address of their Service, with the object before and after", () => {
    answer(() => ({ allowed: true }));
    cluster.api.create(configuration("Validating"));
    cluster.api.create(configMap("one"));
    cluster.api.patch("v1/ConfigMap", "game", "one", { data: { a: "1" } });
    expect(addresses[0]).toEqual({ ...service, port: 443 });
    expect(
      requests.map(({ operation, object, oldObject }) => [operation, object["data"], oldObject?.["data"]]),
    ).toEqual([
      ["CREATE", undefined, undefined],
      ["UPDATE", { a: "1" }, undefined],
    ]);
  });

  it("may change the object", () => {
    answer(({ object }) => ({ allowed: true, object: { ...object, data: { added: "yes" } } }));
    cluster.api.create(configuration("Mutating"));
    expect(cluster.api.create(configMap("one"))["data"]).toEqual({ added: "yes" });
  });

  it("may deny the request, in their words", () => {
    answer(() => ({ allowed: false, message: "no such class" }));
    cluster.api.create(configuration("Validating"));
    expect(() => cluster.api.create(configMap("one"))).toThrow(
      expect.objectContaining({
        reason: "Forbidden",
        statusCode: 403,
        message: 'admission webhook "vingress.elbv2.k8s.aws" denied the request: no such class',
      }),
    );
    expect(cluster.api.find("v1/ConfigMap", "game", "one")).toBeUndefined();
  });

  it.each([
    [
      "another operation",
      { rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["DELETE"], resources: ["*"] }] },
    ],
    [
      "another resource",
      { rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["pods"] }] },
    ],
    [
      "another group",
      { rules: [{ apiGroups: ["apps"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }] },
    ],
    [
      "objects without namespace",
      {
        rules: [
          { apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"], scope: "Cluster" },
        ],
      },
    ],
    ["namespaces with a label", { namespaceSelector: { matchLabels: { inject: "enabled" } } }],
    ["objects with a label", { objectSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } }],
  ])("are not asked when they are for %s", (_, webhook) => {
    answer(() => ({ allowed: false, message: "no" }));
    cluster.api.create(configuration("Validating", webhook));
    cluster.api.create(configMap("one"));
    expect(requests).toEqual([]);
  });

  it("are asked about namespaces and objects with the labels that they select", () => {
    answer(() => ({ allowed: true }));
    cluster.api.patch("v1/Namespace", undefined, "game", { metadata: { labels: { inject: "enabled" } } });
    cluster.api.create(
      configuration("Validating", {
        namespaceSelector: { matchLabels: { inject: "enabled" } },
        objectSelector: { matchLabels: { app: "one" } },
      }),
    );
    cluster.api.create(configMap("one", { app: "one" }));
    expect(requests).toHaveLength(1);
  });

  it("are not asked about changes of status", () => {
    answer(() => ({ allowed: false, message: "no" }));
    cluster.api.create(
      configuration("Validating", {
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["namespaces"] }],
      }),
    );
    cluster.api.patch(
      "v1/Namespace",
      undefined,
      "game",
      { status: { phase: "Active", conditions: [] } },
      "status",
    );
    expect(requests).toEqual([]);
  });

  it("that cannot be called fail the request, or not, by their failure policy", () => {
    cluster.cluster.webhookTransport = () => {
      throw new WebhookUnavailable("context deadline exceeded");
    };
    cluster.api.create(configuration("Validating", { failurePolicy: "Ignore" }));
    cluster.api.create(configMap("one"));
    cluster.api.patch(
      "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration",
      undefined,
      "aws-load-balancer-webhook",
      { webhooks: configuration("Validating", { timeoutSeconds: 5 })["webhooks"] },
    );
    expect(() => cluster.api.create(configMap("two"))).toThrow(
      "Internal error occurred: " +
        'failed calling webhook "vingress.elbv2.k8s.aws": failed to call webhook: ' +
        'Post "https://aws-load-balancer-webhook-service.kube-system.svc:443/validate?timeout=5s": ' +
        "context deadline exceeded",
    );
  });
});

describe("webhooks in pods", () => {
  const controller = {
    user: 0,
    start: () => ({
      webhooks: new Map([["/validate", () => ({ allowed: false as const, message: "asked a pod" })]]),
    }),
  };
  const URL = "https://aws-load-balancer-webhook-service.kube-system.svc:443/validate?timeout=10s";

  function start(): TestCluster {
    const cluster = startCluster({ zones: ["a"], images: { controller } });
    cluster.api.create(configuration("Validating"));
    return cluster;
  }

  function why(cluster: TestCluster): string {
    try {
      cluster.api.create(configMap("one"));
    } catch (error) {
      return (error as Error).message;
    }
    return "allowed";
  }

  const failed = `Internal error occurred: failed calling webhook "vingress.elbv2.k8s.aws": failed to call webhook: Post "${URL}": `;

  it("are reached through the ready endpoints of their Service", () => {
    const cluster = start();
    expect(why(cluster)).toBe(`${failed}service "aws-load-balancer-webhook-service" not found`);
    cluster.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: service.name, namespace: service.namespace },
      spec: { selector: { app: "controller" }, ports: [{ port: 443, targetPort: 9443 }] },
    });
    run(cluster, 1);
    expect(why(cluster)).toBe(
      `${failed}no endpoints available for service "aws-load-balancer-webhook-service"`,
    );
    const manifest = deployment("controller", {
      image: "controller",
      container: { readinessProbe: undefined },
    });
    cluster.api.create({ ...manifest, metadata: { name: "controller", namespace: "kube-system" } });
    run(cluster, 5);
    expect(why(cluster)).toBe('admission webhook "vingress.elbv2.k8s.aws" denied the request: asked a pod');
  });

  it("are refused by a pod that does not serve them", () => {
    const cluster = start();
    cluster.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: service.name, namespace: service.namespace },
      spec: {
        clusterIP: "10.100.0.50",
        selector: { app: "controller" },
        ports: [{ port: 443, targetPort: 9443 }],
      },
    });
    const manifest = deployment("controller");
    cluster.api.create({ ...manifest, metadata: { name: "controller", namespace: "kube-system" } });
    run(cluster, 5);
    expect(why(cluster)).toBe(`${failed}dial tcp 10.100.0.50:443: connect: connection refused`);
  });
});
