/** When Services and Ingresses count as ready. */
import { beforeEach, describe, expect, it } from "vitest";
import { newWorld, reasons, Resource, type World } from "./world.ts";

const SERVICE = "kubernetes:core/v1:Service";
const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

let world: World;

beforeEach(() => {
  world = newWorld();
});

function service(spec: object = {}) {
  return { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }], ...spec } };
}

function pod(container: object = {}) {
  return {
    metadata: { name: "web-1", labels: { app: "web" } },
    spec: { containers: [{ name: "app", image: "web", ...container }] },
  };
}

function elapsed(run: () => void): number {
  const start = world.cloud.clock.now();
  run();
  return world.cloud.clock.now() - start;
}

describe("a Service", () => {
  it("is ready when its endpoints have settled for ten seconds, even if there are none", () => {
    const web = new Resource(world, SERVICE, "web");
    expect(elapsed(() => web.create(service()))).toBe(10_000);
    expect(web.outputs["spec"]).toMatchObject({ clusterIP: expect.stringMatching(/^10\.100\./) as string });
  });

  it.each([
    ["without selector", { selector: {} }],
    ["without address", { clusterIP: "None" }],
    ["that is another name", { type: "ExternalName", externalName: "example.com" }],
  ])("%s is ready at once", (_name, spec) => {
    expect(elapsed(() => new Resource(world, SERVICE, "web").create(service(spec)))).toBe(0);
  });

  it("waits for pods that are there but not ready", () => {
    const annotations = { "pulumi.com/skipAwait": "true" };
    const waiting = pod({ readinessProbe: { httpGet: { path: "/", port: 81 } } });
    new Resource(world, "kubernetes:core/v1:Pod", "web-1").create({
      ...waiting,
      metadata: { ...waiting.metadata, annotations },
    });
    const web = new Resource(world, SERVICE, "web", { timeoutMs: 60_000 });
    expect(reasons(() => web.create(service()))).toEqual([
      "resource \"urn:pulumi:dev::test::kubernetes:core/v1:Service::web\" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'web' timed out waiting to be Ready",
      "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
    ]);
  });

  it("of type LoadBalancer waits for its address", () => {
    const web = new Resource(world, SERVICE, "web", { timeoutMs: 60_000 });
    expect(reasons(() => web.create(service({ type: "LoadBalancer" }))).slice(1)).toEqual([
      "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
      "Service was not allocated an IP address; does your cloud provider support this?",
      expect.stringMatching(/^NotSimulated: .*loadBalancerClass service\.k8s\.aws\/nlb/),
    ]);
  });

  it("keeps its node ports when its ports change", () => {
    const web = new Resource(world, SERVICE, "web").create(service({ type: "NodePort" }));
    const port = (outputs: object) => (outputs as { spec: { ports: { nodePort: number }[] } }).spec.ports[0]!;
    const { nodePort } = port(web.outputs);
    web.update(service({ type: "NodePort", ports: [{ port: 80, targetPort: 8080 }] }));
    expect(port(web.outputs)).toMatchObject({ nodePort, targetPort: 8080 });
  });
});

describe("a Pod", () => {
  it("is waited for", () => {
    const web = new Resource(world, "kubernetes:core/v1:Pod", "web-1").create(pod());
    expect(web.outputs["status"]).toMatchObject({ phase: "Running", podIP: "192.168.1.10" });
  });

  it("that does not become ready fails", () => {
    const web = new Resource(world, "kubernetes:core/v1:Pod", "web-1", { timeoutMs: 60_000 });
    const readinessProbe = { httpGet: { path: "/", port: 81 } };
    expect(reasons(() => web.create(pod({ readinessProbe }))).slice(1)).toEqual([
      "[Pod web-1]: containers with unready status: [app]",
      'Unhealthy: Readiness probe failed: Get "http://192.168.1.10:81/": dial tcp 192.168.1.10:81: connect: connection refused',
    ]);
  });

  it("is replaced for another image", () => {
    const web = new Resource(world, "kubernetes:core/v1:Pod", "web-1").create(pod());
    expect(web.diff(pod({ image: "idle" })).replace).toEqual(["spec.containers[0].image"]);
  });
});

describe("an Ingress", () => {
  function ingress(annotations: object = {}) {
    const backend = { service: { name: "web", port: { number: 80 } } };
    return {
      metadata: { name: "web", annotations },
      spec: { rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }] },
    };
  }

  /** What a load balancer controller does after a while. */
  function assignAddress(delayMs: number): void {
    world.cloud.clock.schedule(delayMs, () => {
      const status = { loadBalancer: { ingress: [{ hostname: "lb.example" }] } };
      world.cluster.api.patch("networking.k8s.io/v1/Ingress", "default", "web", { status }, "status");
    });
  }

  it("is ready when it has an address and its Service has endpoints", () => {
    new Resource(world, SERVICE, "web").create(service());
    assignAddress(150_000);
    const web = new Resource(world, INGRESS, "web");
    expect(elapsed(() => web.create(ingress()))).toBe(150_000);
    expect(web.outputs["status"]).toEqual({ loadBalancer: { ingress: [{ hostname: "lb.example" }] } });
  });

  it("does not wait for ever for a Service that is not there", () => {
    assignAddress(1_000);
    const start = () => new Resource(world, INGRESS, "web").create(ingress());
    expect(elapsed(start)).toBeLessThanOrEqual(60_000);
  });

  it("without controller fails", () => {
    new Resource(world, SERVICE, "web").create(service());
    const web = new Resource(world, INGRESS, "web");
    expect(reasons(() => web.create(ingress())).slice(1)).toEqual([
      "Ingress .status.loadBalancer field was not updated with a hostname/IP address. \n    for more information about this error, see https://pulumi.io/xdv72s",
    ]);
  });

  it("carries the controller's warnings, also with a condition of its own", () => {
    const waitFor = "jsonpath={.status.loadBalancer.ingress[0].hostname}";
    const web = new Resource(world, INGRESS, "web");
    const { api } = world.cluster;
    world.cloud.clock.schedule(5_000, () =>
      api.recordEvent(api.get("networking.k8s.io/v1/Ingress", "default", "web"), {
        type: "Warning",
        reason: "FailedBuildModel",
        message: "Failed build model due to couldn't auto-discover subnets",
        component: "ingress",
      }),
    );
    expect(reasons(() => web.create(ingress({ "pulumi.com/waitFor": waitFor })))).toEqual([
      'resource "urn:pulumi:dev::test::kubernetes:networking.k8s.io/v1:Ingress::web" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition',
      "FailedBuildModel: Failed build model due to couldn't auto-discover subnets",
    ]);
  });
});
