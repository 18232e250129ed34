import { beforeEach, describe, expect, it } from "vitest";
import type { Service } from "../../../sim/kubernetes/objects.ts";
import { deployment, podsOf, run, startCluster, type TestCluster } from "./fixture.ts";

let cluster: TestCluster;
beforeEach(() => {
  cluster = startCluster();
  cluster.api.create(deployment("app"));
});

function service(spec: object): Service {
  const created = cluster.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "app", namespace: "game" },
    spec: { type: "NodePort", selector: { app: "app" }, ports: [{ port: 80, targetPort: "http" }], ...spec },
  }) as Service;
  run(cluster, 5);
  return created;
}

/** What becomes of connections to the Service's address from a node. */
function asked({ spec }: Service, nodeName: string, times = 1, address = "10.9.9.9") {
  const { kubeProxy } = cluster.cluster;
  return Array.from({ length: times }, () =>
    kubeProxy.toClusterAddress(spec.clusterIP!, 80, { nodeName, address }),
  );
}

function nodes(): readonly [string, string] {
  const [first, second] = podsOf(cluster).map(({ spec }) => spec.nodeName!);
  return [first!, second!];
}

const empty = "node-c";

describe("the address of a Service", () => {
  it("leads to its ready pods in turn, who see the client", () => {
    const found = asked(service({}), empty, 4);
    const ips = podsOf(cluster).map(({ status }) => status.podIP);
    expect(found.map((one) => one?.outcome === "forwarded" && one.destination.ip)).toEqual([...ips, ...ips]);
    expect(found[0]).toMatchObject({ service: "game/app", masqueraded: false });
  });

  it("is refused where no pod is ready, and unknown on other ports", () => {
    const made = service({ selector: { app: "other" } });
    expect(asked(made, empty)).toEqual([{ service: "game/app", outcome: "refused" }]);
    const client = { nodeName: empty, address: "10.9.9.9" };
    expect(cluster.cluster.kubeProxy.toClusterAddress(made.spec.clusterIP!, 81, client)).toBeUndefined();
  });

  it("keeps to the client's node with internalTrafficPolicy Local, and drops where no pod is there", () => {
    const made = service({ internalTrafficPolicy: "Local" });
    const [first] = nodes();
    const local = { outcome: "forwarded", destination: { ip: podsOf(cluster)[0]!.status.podIP } };
    expect(asked(made, first, 2)).toMatchObject([local, local]);
    const dropped = { service: "game/app", outcome: "dropped", policy: "internalTrafficPolicy Local" };
    expect(asked(made, empty)).toEqual([dropped]);
  });

  it("hides a pod that comes to itself behind its node", () => {
    const made = service({ internalTrafficPolicy: "Local" });
    const [first] = podsOf(cluster);
    const own = asked(made, first!.spec.nodeName!, 1, first!.status.podIP);
    expect(own).toMatchObject([{ outcome: "forwarded", masqueraded: true }]);
  });

  it("leads a client to the same pod by sessionAffinity ClientIP, until its time is over", () => {
    const made = service({
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
    });
    const ipOf = ([one]: ReturnType<typeof asked>) => one?.outcome === "forwarded" && one.destination.ip;
    const first = ipOf(asked(made, empty));
    expect([ipOf(asked(made, empty)), ipOf(asked(made, empty))]).toEqual([first, first]);
    expect(ipOf(asked(made, empty, 1, "10.9.9.8"))).not.toBe(first);
    run(cluster, 61);
    expect(ipOf(asked(made, empty, 1, "10.9.9.8"))).toBe(first);
  });
});

describe("a node port", () => {
  const address = (nodeName: string) => `10.1.0.${nodeName.at(-1)!.charCodeAt(0)}`;
  const at = (made: Service, nodeName: string) =>
    cluster.cluster.kubeProxy.toNodePort(address(nodeName), made.spec.ports![0]!.nodePort!, "198.51.100.1");

  it("leads from every node to every pod, behind the node's address", () => {
    const made = service({});
    expect(at(made, empty)).toMatchObject({ outcome: "forwarded", masqueraded: true });
  });

  it("keeps the client with externalTrafficPolicy Local, and drops where no pod is on the node", () => {
    const made = service({ externalTrafficPolicy: "Local" });
    const [first] = nodes();
    expect(at(made, first)).toMatchObject({ outcome: "forwarded", masqueraded: false });
    const dropped = { service: "game/app", outcome: "dropped", policy: "externalTrafficPolicy Local" };
    expect(at(made, empty)).toEqual(dropped);
  });
});
