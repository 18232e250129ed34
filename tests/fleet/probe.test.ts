import { beforeAll, describe, expect, it } from "vitest";
import { LocalSession } from "../../fleet/local/session.ts";
import { renderAddresses } from "../../fleet/probe/render-addresses.ts";
import { renderProbes } from "../../fleet/probe/render.ts";
import { runProbes } from "../../fleet/probe/run-probes.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";

let session: LocalSession;

beforeAll(async () => {
  session = await LocalSession.open({ projectDirectory: PROJECT_DIRECTORY, stacks: ["cluster1"] });
  for (const stack of session.stacks) await session.up(stack);
});

const send = (from: string, url: string, times = 1) => runProbes(session.cloud, { from, url, times });

function podNames(namespace: string): string[] {
  const { api } = clustersOf(session.cloud).get("myeks")!;
  return api.list("v1/Pod", { namespace }).map(({ metadata }) => metadata.name);
}

describe("who asks", () => {
  it("is a pod by its name, with its namespace or without, or by how it begins", async () => {
    const [name] = podNames("game-2048");
    for (const pod of [name!, `game-2048/${name!}`, "deployment-2048", "game-2048/deployment"]) {
      const [report] = await send(`myeks/${pod}`, "service-2048.game-2048");
      expect(report).toMatchObject({ answer: { status: 200 }, service: "game-2048/service-2048" });
    }
  });

  it.each([
    [
      "myeks",
      "myeks names no pod; give <cluster>/<pod>, <cluster>/<namespace>/<pod>, or an IPv4 address for somebody on the internet",
    ],
    ["mieks/a", "there is no cluster mieks; did you mean myeks?"],
    [
      "myeks/game-2048/a",
      /^"a" names no pod of myeks: no running pod has this name, or begins with it; 2 pods: game-2048\/deployment-2048-\S+, game-2048\/deployment-2048-\S+$/,
    ],
    [
      "myeks/kube-system/aws",
      /^"aws" names no pod of myeks: pods of several begin with it; \d pods: .*aws-node-.*aws-load-balancer-controller-/,
    ],
  ])("is not %s", async (from, message) => {
    await expect(send(from, "service-2048")).rejects.toThrow(message);
  });

  it("is refused what is not HTTP, or not simulated", async () => {
    await expect(send("myeks/deployment-2048", "ftp://service-2048/")).rejects.toThrow(
      '"ftp://service-2048/" is not an address that HTTP can ask; give one such as http://service-2048/',
    );
    await expect(send("myeks/deployment-2048", "https://service-2048:80/")).rejects.toThrow(
      "NotSimulated: TLS of programs in pods (https://service-2048)",
    );
  });
});

describe("a load balancer's name", () => {
  it("leads to it from a pod by the public address of the pod's node, and from the internet", async () => {
    const [loadBalancer] = elbv2State(session.cloud).loadBalancers.values();
    const { dnsName, name } = loadBalancer!;
    const [report] = await send("myeks/deployment-2048", `http://${dnsName}/`);
    expect(report).toMatchObject({
      resolved: { name: dnsName, address: null },
      loadBalancer: name,
      answer: { status: 200 },
    });
    const nodes = clustersOf(session.cloud).get("myeks")!.api.list("v1/Node");
    const addresses = nodes.map(
      ({ status }) => status.addresses?.find(({ type }) => type === "ExternalIP")?.address,
    );
    expect(addresses).toContain(report?.source);
    expect(await send("203.0.113.7", dnsName)).toMatchObject([
      { source: "203.0.113.7", answer: { status: 200 } },
    ]);
    expect(await send("203.0.113.7", `${dnsName}:81`)).toMatchObject([
      { error: { code: 28, reason: expect.stringContaining("allows tcp port 81") as string } },
    ]);
  });
});

it("lists what can be asked", () => {
  const [nodes, services, loadBalancers] = renderAddresses(session.cloud).split("\n\n");
  expect(nodes!.split("\n")).toHaveLength(4);
  expect(nodes).toMatch(
    /^cluster +node +address +public address +pods\nmyeks +ip-\S+ +192\.168\.\S+ +\d+\.\S+/,
  );
  expect(services).toMatch(
    /^cluster +service +type +address +ports\nmyeks +game-2048\/service-2048 +NodePort +10\.100\.\S+ +80:3\d{4}\/TCP$/,
  );
  expect(loadBalancers).toMatch(/^load balancer +name\n\S+ +\S+\.elb\.amazonaws\.com$/);
});

describe("what is printed", () => {
  it("is the way of one request, with what came back", async () => {
    const text = renderProbes(await send("myeks/deployment-2048", "http://service-2048/healthz"));
    expect(text).toMatch(
      /^service-2048\.game-2048\.svc\.cluster\.local has the address 10\.100\.\S+\nHTTP 200 from pod game-2048\/deployment-2048-\S+ of myeks \(\S+:8080, node \S+\) by Service game-2048\/service-2048, which sees 192\.168\.\S+\n\nok$/,
    );
    expect(renderProbes(await send("myeks/deployment-2048", "http://shop/"))).toBe(
      "curl: (6) Could not resolve host: shop\n  no Service, load balancer or hosted zone here has the name shop; Services of namespace game-2048: " +
        "service-2048; other names of the internet are not simulated",
    );
  });

  it("is how often each answered, of several", async () => {
    const lines = renderProbes(await send("myeks/coredns", "service-2048.game-2048", 10)).split("\n");
    expect(lines.map((line) => line.slice(0, 31))).toEqual(Array(2).fill(" 5 x  HTTP 200 from pod game-20"));
  });
});
