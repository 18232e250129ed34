/** HTTPS listeners on loopback, asked by Node's own TLS client, which verifies what it gets to see. */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { connect as connectPlain } from "node:net";
import { text } from "node:stream/consumers";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { acmState } from "../../../../sim/aws/acm/state.ts";
import type { ListenOptions } from "../../../../sim/data-plane/data-plane.ts";
import { generateLoad } from "../../../../sim/data-plane/load-generator.ts";
import { fixed, openEdge, type Edge } from "../edge.ts";
import { addSecureListener, issueCertificate, redirectToHttps, TLS13_POLICY } from "../secure-listener.ts";

const open: TLSSocket[] = [];

afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

const listenTo = ({ dataPlane, loadBalancerArn }: Edge, more: Partial<ListenOptions> = {}) =>
  dataPlane.listen({ loadBalancerArn, listenerPort: 443, ...more });

async function openSecure(options?: Parameters<typeof addSecureListener>[1]) {
  const edge = await openEdge();
  const listener = addSecureListener(edge, options);
  const { port, url } = await listenTo(edge);
  const ca = (await edge.dataPlane.certificateAuthority())!;
  return { edge, listener, port, url, ca };
}

type Secure = Awaited<ReturnType<typeof openSecure>>;

/** The first name of the certificate that a client gets to see. */
async function shown({ port, ca }: Pick<Secure, "port" | "ca">, servername?: string): Promise<string> {
  const socket = connect({
    ...{ port, host: "127.0.0.1", ca, checkServerIdentity: () => undefined },
    ...(servername !== undefined && { servername }),
  });
  open.push(socket);
  await once(socket, "secureConnect");
  return String(socket.getPeerCertificate().subject.CN);
}

/** One request, as a client that does not trust what it does not know. */
async function ask({ port, ca }: Pick<Secure, "port" | "ca">, host = "shop.example.com", path = "/") {
  const asked = request({ ...{ port, path, ca, servername: host, agent: false }, headers: { host } });
  asked.end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

describe("certificates", () => {
  it("are chosen by the name that the client asks for: exact, by wildcard, or the default one", async () => {
    const scene = await openSecure({
      certificates: [["example.com"], ["*.example.com"], ["shop.example.com"]],
    });
    expect([
      await shown(scene),
      await shown(scene, "shop.example.com"),
      await shown(scene, "api.example.com"),
      await shown(scene, "elsewhere.test"),
    ]).toEqual(["example.com", "shop.example.com", "*.example.com", "example.com"]);
    await expect(ask(scene, "elsewhere.test")).rejects.toThrow("Hostname/IP does not match");
    expect(await ask(scene, "api.example.com")).toMatchObject({ status: 200, body: "over TLS" });
  });

  it("change with the listener, also for clients that name nobody", async () => {
    const scene = await openSecure();
    expect(await shown(scene)).toBe("shop.example.com");
    const CertificateArn = issueCertificate(scene.edge, ["new.example.com"]);
    scene.edge.call("ModifyListener", {
      ListenerArn: scene.listener.arn,
      Certificates: [{ CertificateArn }],
    });
    expect([await shown(scene), await shown(scene, "new.example.com")]).toEqual([
      "new.example.com",
      "new.example.com",
    ]);
  });

  it("are for the hosts of the routes and for localhost where only their ARN is known", async () => {
    const edge = await openEdge();
    const listener = addSecureListener(edge, { arns: [edge.cloud.arn("acm", "certificate/1")] });
    edge.call("CreateRule", {
      ListenerArn: listener.arn,
      Priority: 1,
      Conditions: [
        { Field: "host-header", HostHeaderConfig: { Values: ["shop.test", "*.shop.test", "a?.test"] } },
      ],
      Actions: [fixed("the shop")],
    });
    const { port } = await listenTo(edge);
    const scene = { port, ca: (await edge.dataPlane.certificateAuthority())! };
    expect(await ask(scene, "www.shop.test")).toMatchObject({ body: "the shop" });
    expect(await ask(scene, "localhost")).toMatchObject({ body: "over TLS" });
    await expect(ask(scene, "a1.test")).rejects.toThrow("Hostname/IP does not match");
  });

  it("that are not issued are not shown", async () => {
    const scene = await openSecure();
    const { certificates } = acmState(scene.edge.cloud);
    certificates.get(scene.listener.certificateArns[0]!).status = "PENDING_VALIDATION";
    await expect(ask(scene)).rejects.toThrow("socket disconnected before secure TLS connection");
    await expect(listenTo(scene.edge)).rejects.toThrow(
      "the listener on port 443 has no certificate that is issued: it answers when it has one",
    );
  });
});

describe("an HTTPS listener", () => {
  it("tells targets of the protocol, and of the connection where it is to", async () => {
    const { edge, ...scene } = await openSecure();
    edge.addPods(["192.168.0.10"]);
    edge.call("ModifyListener", {
      ListenerArn: scene.listener.arn,
      DefaultActions: [{ Type: "forward", TargetGroupArn: edge.targetGroupArn }],
    });
    await ask(scene);
    edge.call("ModifyLoadBalancerAttributes", {
      LoadBalancerArn: edge.loadBalancerArn,
      Attributes: [{ Key: "routing.http.x_amzn_tls_version_and_cipher_suite.enabled", Value: "true" }],
    });
    await ask(scene);
    expect(edge.seen.map(({ headers }) => headers)).toMatchObject([
      { host: "shop.example.com", "x-forwarded-proto": "https", "x-forwarded-port": "443" },
      { "x-amzn-tls-version": "TLSv1.3", "x-amzn-tls-cipher-suite": expect.stringMatching(/^TLS_AES_/) },
    ]);
    expect(edge.seen[0]!.headers).not.toHaveProperty("x-amzn-tls-version");
  });

  it("sets its response headers, and leads away from port 80", async () => {
    const { edge, ...scene } = await openSecure();
    edge.call("ModifyListenerAttributes", {
      ListenerArn: scene.listener.arn,
      Attributes: [
        { Key: "routing.http.response.strict_transport_security.header_value", Value: "max-age=60" },
      ],
    });
    redirectToHttps(edge);
    const away = await edge.get("/a?b=c", { headers: { host: "shop.example.com" } });
    expect([away.status, away.headers["location"]]).toEqual([301, "https://shop.example.com:443/a?b=c"]);
    expect(away.headers).not.toHaveProperty("strict-transport-security");
    expect(await ask(scene, "shop.example.com", "/a?b=c")).toMatchObject({
      headers: { "strict-transport-security": "max-age=60" },
      body: "over TLS",
    });
  });

  it.each([
    [TLS13_POLICY, "TLSv1.2", "TLSv1.2"],
    [TLS13_POLICY, "TLSv1.3", "TLSv1.3"],
    ["ELBSecurityPolicy-TLS13-1-3-2021-06", "TLSv1.2", "refused"],
    ["ELBSecurityPolicy-2016-08", "TLSv1.3", "refused"],
  ] as const)("with policy %s answers a client of %s: %s", async (sslPolicy, version, expected) => {
    const { port, ca } = await openSecure({ sslPolicy });
    const socket = connect({
      ...{ port, host: "127.0.0.1", ca, servername: "shop.example.com" },
      ...{ minVersion: version, maxVersion: version },
    });
    open.push(socket);
    const spoken = await once(socket, "secureConnect").then(
      () => socket.getProtocol(),
      () => "refused",
    );
    expect(spoken).toBe(expected);
  });

  it("gives no answer to those whom security groups keep out, and none to HTTP", async () => {
    const { edge, url } = await openSecure();
    await expect(fetch(url.replace("https", "http"))).rejects.toThrow("fetch failed");
    const kept = await listenTo(edge, { clientAddress: "2001:db8::1" });
    const ca = (await edge.dataPlane.certificateAuthority())!;
    const tls = { ca, serverName: "shop.example.com" };
    const result = await generateLoad({ url: kept.url, tls, requests: 2, concurrency: 1, timeoutMs: 20 });
    expect([result.errors, result.byStatus]).toEqual([2, {}]);
  });

  it("is not simulated with mutual TLS", async () => {
    const edge = await openEdge();
    addSecureListener(edge, { mutual: { Mode: "passthrough" } });
    await expect(listenTo(edge)).rejects.toThrow(
      "NotSimulated: mutual TLS on the data plane (passthrough, listener on port 443)",
    );
  });

  it("closes with connections that are half open", async () => {
    const { edge, port } = await openSecure();
    const socket = connectPlain(port, "127.0.0.1");
    await once(socket, "connect");
    await Promise.all([once(socket, "close"), edge.dataPlane.close()]);
  });
});

it("bears load", async () => {
  const { url, ca } = await openSecure();
  const tls = { ca, serverName: "shop.example.com" };
  const result = await generateLoad({ url, tls, requests: 50, concurrency: 4 });
  expect(result).toMatchObject({ requests: 50, errors: 0, byStatus: { 200: 50 } });
});
