import { connect } from "node:net";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { openEdge, sendRaw } from "./edge.ts";

const A = "192.168.0.10";

it("tells the target who asked, and passes on the rest as it came", async () => {
  const { addPods, seen, get, listener } = await openEdge();
  addPods([A]);
  await get("/path?x=%20y", {
    headers: { host: "shop.test", "x-custom": "v", te: "trailers", "x-forwarded-proto": "gopher" },
  });
  const [request] = seen;
  expect([request?.method, request?.path]).toEqual(["GET", "/path?x=%20y"]);
  expect(request?.headers).toEqual({
    host: "shop.test",
    "x-custom": "v",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-port": "80",
    "x-forwarded-proto": "http",
    "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
  });
  expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
});

it("appends to, keeps or removes X-Forwarded-For as the load balancer's attribute says", async () => {
  const { addPods, call, loadBalancerArn, seen, get } = await openEdge({
    listen: { clientAddress: "203.0.113.9" },
  });
  addPods([A]);
  const headers = { "x-forwarded-for": "198.51.100.1" };
  await get("/", { headers });
  for (const Value of ["preserve", "remove"]) {
    call("ModifyLoadBalancerAttributes", {
      LoadBalancerArn: loadBalancerArn,
      Attributes: [{ Key: "routing.http.xff_header_processing.mode", Value }],
    });
    await get("/", { headers });
  }
  expect(seen.map((request) => request.headers["x-forwarded-for"])).toEqual([
    "198.51.100.1, 203.0.113.9",
    "198.51.100.1",
    undefined,
  ]);
});

it("adds itself to a trace that goes on", async () => {
  const { addPods, seen, get } = await openEdge();
  addPods([A]);
  await get("/", { headers: { "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678" } });
  await get("/", { headers: { "x-amzn-trace-id": "CalledFrom=app" } });
  expect(seen.map((request) => request.headers["x-amzn-trace-id"])).toEqual([
    expect.stringMatching(/^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678$/),
    expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};CalledFrom=app$/),
  ]);
});

it("sends request bodies on, of known and of unknown length", async () => {
  const { addPods, seen, get } = await openEdge();
  addPods([A]);
  const known = await get("/", { method: "POST", body: "x".repeat(100_000) });
  const unknown = await get("/", { method: "PUT", body: Readable.from(["a", "b"]) });
  expect([known.status, unknown.status, (await get()).status]).toEqual([200, 200, 200]);
  expect(seen.map(({ headers }) => [headers["content-length"], headers["transfer-encoding"]])).toEqual([
    ["100000", undefined],
    [undefined, "chunked"],
    [undefined, undefined],
  ]);
});

it("takes a URL of 16 KiB", async () => {
  const { addPods, get } = await openEdge();
  addPods([A]);
  expect((await get(`/${"x".repeat(16_383)}`)).status).toBe(200);
});

it("answers HEAD without a body", async () => {
  const { addPods, listener } = await openEdge();
  addPods([A]);
  const text = await sendRaw(listener.port, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text).toContain(`content-length: ${A.length}\r\n`);
  expect(text).toMatch(/\r\n\r\n$/);
});

const refused: readonly [string, string, number][] = [
  ["no HTTP", "hello\r\n\r\n", 400],
  ["a missing host", "GET / HTTP/1.1\r\n\r\n", 400],
  [
    "two ways to end the body",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
    400,
  ],
  ["a head over 64 KiB", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 431],
  ["a URL over 16 KiB", `GET /${"x".repeat(16_384)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 414],
  ["an absolute URL", "GET http://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400],
  ["TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405],
  ["CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405],
  ["an upgrade", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 501],
  [
    "too long a way",
    `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: ${Array(31).fill("1.1.1.1").join()}\r\n\r\n`,
    463,
  ],
];

it.each(refused)("refuses %s", async (_name, text, status) => {
  const { addPods, listener, seen } = await openEdge();
  addPods([A]);
  const answer = await sendRaw(listener.port, text);
  expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
  expect(seen).toEqual([]);
});

it("does not answer clients that its security groups keep out", async () => {
  const { listener } = await openEdge({ listen: { clientAddress: "203.0.113.9" } });
  const {
    ec2,
    securityGroupId,
    listener: closed,
  } = await openEdge({ listen: { clientAddress: "203.0.113.9" } });
  ec2("RevokeSecurityGroupIngress", {
    GroupId: securityGroupId,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  });
  const answered = async (port: number) => {
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const first = await Promise.race([
      new Promise<boolean>((resolve) => socket.once("data", () => resolve(true))),
      new Promise<boolean>((resolve) => setTimeout(resolve, 100, false)),
    ]);
    socket.destroy();
    return first;
  };
  expect([await answered(listener.port), await answered(closed.port)]).toEqual([true, false]);
});
