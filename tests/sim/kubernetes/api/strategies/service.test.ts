import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../../../sim/core/clock.ts";
import { Ids } from "../../../../../sim/core/ids.ts";
import { ApiServer } from "../../../../../sim/kubernetes/api-server.ts";
import type { Service } from "../../../../../sim/kubernetes/objects.ts";
import type { KubeObject, Manifest } from "../../../../../sim/kubernetes/types.ts";

let api: ApiServer;

beforeEach(() => {
  api = new ApiServer({ clock: new Clock(0), ids: new Ids("test"), serviceCidr: "172.20.0.0/16" });
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
});

function service(spec: object, name = "app"): Manifest {
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: "game" }, spec };
}

function create(spec: object, name = "app"): Service {
  return api.create(service(spec, name)) as Service;
}

describe("a new Service", () => {
  it("gets type, protocol, target port and an address of the cluster's range", () => {
    expect(create({ ports: [{ port: 80 }] }).spec).toEqual({
      type: "ClusterIP",
      sessionAffinity: "None",
      internalTrafficPolicy: "Cluster",
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      clusterIP: expect.stringMatching(/^172\.20\.\d+\.\d+$/),
      clusterIPs: [expect.stringMatching(/^172\.20\.\d+\.\d+$/)],
      ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
    });
  });

  it("gets a node port of its own when it needs one", () => {
    const ports = Array.from({ length: 20 }, (_, index) => {
      const { spec } = create({ type: "NodePort", ports: [{ port: 80 }] }, `app-${index}`);
      return spec.ports![0]!.nodePort!;
    });
    expect(new Set(ports).size).toBe(20);
    expect(ports.every((port) => port >= 30000 && port <= 32767)).toBe(true);
  });

  it("keeps the address and node port that it asks for", () => {
    const { spec } = create({
      type: "NodePort",
      clusterIP: "172.20.0.10",
      ports: [{ port: 53, nodePort: 30053 }],
    });
    expect([spec.clusterIP, spec.ports![0]!.nodePort]).toEqual(["172.20.0.10", 30053]);
  });

  it("without address stays headless", () => {
    expect(create({ clusterIP: "None", selector: { app: "a" } }).spec).toMatchObject({
      clusterIP: "None",
      clusterIPs: ["None"],
    });
  });

  it.each([
    [{}, "spec.ports: Required value"],
    [{ ports: [{}] }, "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"],
    [{ ports: [{ port: 80, name: "a" }, { port: 81 }] }, "spec.ports[1].name: Required value"],
    [
      {
        ports: [
          { port: 80, name: "a" },
          { port: 81, name: "a" },
        ],
      },
      'spec.ports[1].name: Duplicate value: "a"',
    ],
    [
      { ports: [{ port: 80, protocol: "HTTP" }] },
      'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      { type: "Ingress", ports: [{ port: 80 }] },
      'spec.type: Unsupported value: "Ingress": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
    [
      { ports: [{ port: 80, nodePort: 30080 }] },
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ],
    [
      { ports: [{ port: 80 }], externalTrafficPolicy: "Local" },
      'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
    ],
    [
      { type: "NodePort", ports: [{ port: 80, nodePort: 80 }] },
      "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. " +
        "The range of valid ports is 30000-32767",
    ],
    [
      { clusterIP: "10.0.0.1", ports: [{ port: 80 }] },
      'spec.clusterIPs: Invalid value: ["10.0.0.1"]: failed to allocate IP 10.0.0.1: the provided IP (10.0.0.1) ' +
        "is not in the valid range. The range of valid IPs is 172.20.0.0/16",
    ],
  ])("is refused: %j", (spec, error) => {
    expect(() => create(spec)).toThrow(`Service "app" is invalid: ${error}`);
  });

  it("may not take a node port that is taken", () => {
    create({ type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] });
    expect(() => create({ type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] }, "other")).toThrow(
      'Service "other" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    );
  });
});

describe("a changed Service", () => {
  it("keeps its address and node ports", () => {
    const before = create({ type: "NodePort", ports: [{ port: 80 }] });
    const changed: KubeObject = {
      ...before,
      spec: { type: "NodePort", selector: { app: "b" }, ports: [{ port: 80, targetPort: 8080 }] },
    };
    const after = api.update(changed) as Service;
    expect(after.spec.clusterIP).toBe(before.spec.clusterIP);
    expect(after.spec.ports![0]!.nodePort).toBe(before.spec.ports![0]!.nodePort);
  });

  it("may not change its address", () => {
    const before = create({ ports: [{ port: 80 }] });
    const spec = { ...before.spec, clusterIP: "172.20.9.9", clusterIPs: ["172.20.9.9"] };
    expect(() => api.update({ ...before, spec })).toThrow(
      'Service "app" is invalid: spec.clusterIPs[0]: Invalid value: ["172.20.9.9"]: may not change once set',
    );
  });

  it("loses its node ports with its type", () => {
    create({ type: "NodePort", ports: [{ port: 80 }] });
    const after = api.patch("v1/Service", "game", "app", {
      spec: { type: "ClusterIP" },
    });
    expect(after["spec"].ports).toEqual([{ port: 80, protocol: "TCP", targetPort: 80 }]);
    expect(after["spec"].externalTrafficPolicy).toBeUndefined();
  });
});
