import { beforeAll, describe, expect, it } from "vitest";
import { NotSimulated } from "../../../sim/core/errors.ts";
import { Prober } from "../../../sim/data-plane/probe/probe.ts";
import type { Client } from "../../../sim/data-plane/probe/client.ts";
import type { ProbeReport } from "../../../sim/data-plane/probe/report.ts";
import type { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import type { Pod, Service } from "../../../sim/kubernetes/objects.ts";
import { makeCluster, makeNodegroup, makeWorld, nodesOf, type World } from "../aws/eks/world.ts";

let world: World;
let cluster: KubernetesCluster;

/** Two public nodes; two pods of the app on the first, one on the second; a Service of each type. */
beforeAll(() => {
  world = makeWorld();
  makeCluster(world);
  makeNodegroup(world);
  cluster = clustersOf(world.cloud).get("myeks")!;
  cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
  web("app", 0, 2);
  service("app", { type: "NodePort", ports: [{ port: 3000, targetPort: 80, nodePort: 30001 }] });
  service("local", { type: "NodePort", externalTrafficPolicy: "Local", nodePort: 30002 });
  service("near", { internalTrafficPolicy: "Local" });
  service("nobody", { selector: { app: "nobody" } });
  web("client", 1, 1);
  world.cloud.clock.advance(60_000);
});

function web(app: string, node: number, replicas: number): void {
  const nodeSelector = { "kubernetes.io/hostname": nodesOf(world)[node]!.metadata.name };
  cluster.api.create({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: app, namespace: "game" },
    spec: {
      replicas,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: { nodeSelector, containers: [{ name: app, image: "nginx", ports: [{ containerPort: 80 }] }] },
      },
    },
  });
}

function service(name: string, { nodePort, ...spec }: Record<string, unknown>): void {
  const ports = [{ port: 80, ...(nodePort !== undefined && { nodePort }) }];
  cluster.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "game" },
    spec: { selector: { app: "app" }, ports, ...spec },
  });
}

function pods(app: string): Pod[] {
  return cluster.api.list("v1/Pod", { namespace: "game", labels: { app } });
}

function node(index: number): { name: string; address: string; publicAddress: string } {
  const { metadata, status } = nodesOf(world)[index]!;
  const of = (wanted: string) => status.addresses!.find(({ type }) => type === wanted)!.address;
  return { name: metadata.name, address: of("InternalIP"), publicAddress: of("ExternalIP") };
}

function addressOf(name: string): string {
  return (cluster.api.get("v1/Service", "game", name) as Service).spec.clusterIP!;
}

const fromPod = (url: string, pod = pods("client")[0]!) => send({ cluster, pod }, url);
const fromInternet = (url: string) => send({ address: "203.0.113.7" }, url);

async function send(client: Client, url: string): Promise<ProbeReport> {
  const prober = new Prober(world.cloud);
  try {
    return await prober.send(client, new URL(url));
  } finally {
    await prober.close();
  }
}

/** Lets somebody in, and keeps them out again. */
async function opened<T>(port: number, CidrIp: string, ask: () => Promise<T>): Promise<T> {
  const { clusterSecurityGroupId } = world.cloud.call(world.cloud.administrator, "eks", "DescribeCluster", {
    name: "myeks",
  }).cluster.resourcesVpcConfig;
  const rule = {
    GroupId: clusterSecurityGroupId,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] }],
  };
  world.cloud.call(world.cloud.administrator, "ec2", "AuthorizeSecurityGroupIngress", rule);
  const result = await ask();
  world.cloud.call(world.cloud.administrator, "ec2", "RevokeSecurityGroupIngress", rule);
  return result;
}

describe("the name of a Service", () => {
  it.each(["app", "app.game", "app.game.svc", "app.game.svc.cluster.local", "app.game.svc.cluster.local."])(
    "%s leads by its address to a pod, which sees the pod that asks",
    async (name) => {
      const report = await fromPod(`http://${name}:3000/`);
      const clientAddress = pods("client")[0]!.status.podIP;
      expect(report).toMatchObject({
        resolved: { name: "app.game.svc.cluster.local", address: addressOf("app") },
        service: "game/app",
        answeredBy: { cluster: "myeks", node: node(0).name, port: 80 },
        source: clientAddress,
        answer: { status: 200 },
        error: null,
      });
    },
  );

  it("takes turns", async () => {
    const reports = await Promise.all([1, 2, 3, 4].map(() => fromPod("http://app:3000/")));
    const names = pods("app").map(({ metadata }) => `game/${metadata.name}`);
    expect(reports.map(({ answeredBy }) => answeredBy?.pod).sort()).toEqual([...names, ...names].sort());
  });

  it("is not found from another namespace without it, nor from the internet", async () => {
    const [coredns] = cluster.api.list("v1/Pod", {
      namespace: "kube-system",
      labels: { "k8s-app": "kube-dns" },
    });
    const unknown = (hint: string) => ({
      resolved: null,
      error: {
        code: 6,
        message: "curl: (6) Could not resolve host: app",
        reason: `no Service, load balancer or hosted zone here has the name app; ${hint}other names of the internet are not simulated`,
      },
    });
    expect(await fromPod("http://app:3000/", coredns)).toMatchObject(
      unknown("Services of namespace kube-system: kube-dns; "),
    );
    expect(await fromInternet("http://app:3000/")).toMatchObject(unknown(""));
  });

  it.each(["[::1]", "[fd00::1]", "localhost:80", "127.0.0.1", "169.254.169.254"])(
    "is not simulated: %s",
    async (host) => {
      await expect(fromPod(`http://${host}/`)).rejects.toThrow(
        "NotSimulated: addresses of IPv6, of a pod for itself and of a node's own link",
      );
    },
  );

  it("of the API server, of a pod and of TLS are not simulated", async () => {
    await expect(fromPod("http://kubernetes.default:443/")).rejects.toThrow(NotSimulated);
    await expect(fromPod("http://10-0-0-1.game.pod.cluster.local/")).rejects.toThrow(NotSimulated);
    await expect(fromPod("https://app:3000/")).rejects.toThrow(NotSimulated);
  });
});

describe("what cannot be connected to", () => {
  it("is refused without ready pods", async () => {
    expect((await fromPod("http://nobody/")).error).toEqual({
      code: 7,
      message: "curl: (7) Failed to connect to nobody port 80: Connection refused",
      reason: "no pod behind Service game/nobody is ready",
    });
  });

  it("times out on a port that the Service does not have", async () => {
    expect((await fromPod("http://app/")).error).toEqual({
      code: 28,
      message: "curl: (28) Failed to connect to app port 80: Connection timed out",
      reason: `no Service has port 80 at ${addressOf("app")}`,
    });
  });

  it("times out by internalTrafficPolicy Local from a node without a pod", async () => {
    expect((await fromPod("http://near/")).error).toMatchObject({
      code: 28,
      reason: `Service game/near has internalTrafficPolicy Local, and none of its ready pods is on node ${node(1).name}`,
    });
    expect(await fromPod("http://near/", pods("app")[0])).toMatchObject({ answer: { status: 200 } });
  });

  it("is refused on a port of a pod that nothing listens on, and silent where no pod is", async () => {
    const [pod] = pods("app");
    expect((await fromPod(`http://${pod!.status.podIP}:81/`)).error).toMatchObject({
      code: 7,
      reason: `nothing listens on port 81 of pod game/${pod!.metadata.name}`,
    });
    expect((await fromPod("http://192.168.100.1/")).error).toMatchObject({
      code: 28,
      reason: `nobody in ${world.vpcId} has the address 192.168.100.1`,
    });
  });
});

describe("a pod's address", () => {
  it("is reached without a Service", async () => {
    const [pod] = pods("app");
    const report = await fromPod(`http://${pod!.status.podIP}/`);
    expect(report).toMatchObject({
      service: null,
      source: pods("client")[0]!.status.podIP,
      answeredBy: { pod: `game/${pod!.metadata.name}` },
    });
  });
});

describe("a node port", () => {
  it.each([0, 1])("of node %i leads to pods that see the node", async (index) => {
    const { address } = node(index);
    expect(await fromPod(`http://${address}:30001/`)).toMatchObject({
      service: "game/app",
      source: address,
      answeredBy: { node: node(0).name },
    });
  });

  it("is refused where no Service has it", async () => {
    expect((await fromPod(`http://${node(0).address}:30009/`)).error).toMatchObject({
      code: 7,
      reason: `no Service has port 30009 of node ${node(0).name}`,
    });
  });

  it("keeps the client's address with externalTrafficPolicy Local, and drops elsewhere", async () => {
    expect(await fromPod(`http://${node(0).address}:30002/`)).toMatchObject({
      source: pods("client")[0]!.status.podIP,
    });
    expect((await fromPod(`http://${node(1).address}:30002/`)).error).toMatchObject({
      code: 28,
      reason: `Service game/local has externalTrafficPolicy Local, and none of its ready pods is on node ${node(1).name}`,
    });
  });

  it("is closed to the internet until a security group opens it", async () => {
    const url = `http://${node(0).publicAddress}:30002/`;
    expect((await fromInternet(url)).error).toMatchObject({
      code: 28,
      reason: expect.stringMatching(
        /^no inbound rule of sg-\S+ \(eni-\S+\) allows tcp port 30002 from 203.0.113.7$/,
      ) as string,
    });
    const answered = await opened(30_002, "203.0.113.0/24", () => fromInternet(url));
    expect(answered).toMatchObject({ source: "203.0.113.7", answeredBy: { node: node(0).name } });
    const internal = await fromInternet(`http://${node(0).address}:30002/`);
    expect(internal.error?.reason).toBe(`nobody here has the public address ${node(0).address}`);
  });

  it("of a public address is asked by pods as from their own node's", async () => {
    const url = `http://${node(0).publicAddress}:30002/`;
    const answered = await opened(30_002, `${node(1).publicAddress}/32`, () => fromPod(url));
    expect(answered).toMatchObject({ source: node(1).publicAddress });
  });
});
