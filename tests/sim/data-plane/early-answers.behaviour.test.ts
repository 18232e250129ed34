import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { ListenerServer } from "../../../sim/data-plane/listener-server.ts";
import { openEdge, sendRaw, type Edge } from "./edge.ts";

// The pods of these tests answer as soon as they have the head of a request, so every body comes too late.

const A = "192.168.0.10";
const POST = "POST / HTTP/1.1\r\nHost: a\r\n";

async function openPods(): Promise<Edge> {
  const edge = await openEdge();
  edge.addPods([A]);
  return edge;
}

/** What a client on a connection of its own gets, and what six other clients get after it. */
async function statusesAfter(edge: Edge, text: string): Promise<(string | number)[]> {
  const answer = await sendRaw(edge.listener.port, text);
  return [...statusLines(answer), ...(await sixMore(edge))];
}

function statusLines(answer: string): string[] {
  return answer.match(/HTTP\/1\.1 \d{3} [^\r]*/g) ?? [];
}

async function sixMore(edge: Edge): Promise<number[]> {
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await edge.get()).status);
  return statuses;
}

async function connected({ listener }: Edge): Promise<Socket> {
  const client = connect(listener.port, "127.0.0.1");
  await once(client, "connect");
  return client;
}

const SIX_GOOD = [200, 200, 200, 200, 200, 200];

it.each([
  ["a short body", `${POST}Connection: close\r\nContent-Length: 3\r\n\r\nabc`],
  ["a long body", `${POST}Connection: close\r\nContent-Length: 300000\r\n\r\n${"x".repeat(300_000)}`],
  ["a chunked body", `${POST}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
  [
    "a long chunked body",
    `${POST}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n493e0\r\n${"x".repeat(300_000)}\r\n0\r\n\r\n`,
  ],
  [
    "a body that looks like a request",
    `${POST}Connection: close\r\nContent-Length: 22\r\n\r\nGET /x HTTP/1.1\r\nA: b\r\n`,
  ],
  ["HEAD with a body", "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"],
])("answers others after %s that no pod has read", async (_case, text) => {
  const edge = await openPods();
  // The first request leaves an idle connection, on which the pod answers within the write of the head.
  await edge.get();
  expect(await statusesAfter(edge, text)).toEqual(["HTTP/1.1 200 OK", ...SIX_GOOD]);
  expect(edge.seen.map(({ path }) => path)).toEqual(Array.from({ length: 8 }, () => "/"));
});

it("keeps the client's connection over bodies that no pod has read", async () => {
  const edge = await openPods();
  const long = `${POST}Content-Length: 300000\r\n\r\n${"x".repeat(300_000)}`;
  const last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  expect(statusLines(await sendRaw(edge.listener.port, long + long + last))).toEqual([
    "HTTP/1.1 200 OK",
    "HTTP/1.1 200 OK",
    "HTTP/1.1 200 OK",
  ]);
});

it("answers pipelined requests in their order", async () => {
  const edge = await openPods();
  const requests = ["/1", "/2", "/3"].map(
    (path) => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx`,
  );
  const last = "GET /4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  expect(statusLines(await sendRaw(edge.listener.port, requests.join("") + last))).toHaveLength(4);
  expect(edge.seen.map(({ path }) => path)).toEqual(["/1", "/2", "/3", "/4"]);
});

it("says 100 Continue by itself, and does not send the question on", async () => {
  const edge = await openPods();
  const client = await connected(edge);
  client.write(`${POST}Expect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n`);
  const [first] = (await once(client, "data")) as [Buffer];
  expect(first.toString()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
  client.end("abc");
  await once(client.resume(), "close");
  expect(edge.seen.map(({ headers }) => headers["expect"])).toEqual([undefined]);
  expect(await sixMore(edge)).toEqual(SIX_GOOD);
});

it("answers others after a client that goes away, or closes its side, within its body", async () => {
  const edge = await openPods();
  for (const leave of [(client: Socket) => client.destroy(), (client: Socket) => client.end()]) {
    const client = await connected(edge);
    client.on("error", () => {}).resume();
    client.write(`${POST}Content-Length: 100\r\n\r\nabc`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    leave(client);
    await once(client, "close");
    expect(await sixMore(edge)).toEqual(SIX_GOOD);
  }
});

it("answers others, and adds nothing to an answer that has begun, when the rest of the body is malformed", async () => {
  const edge = await openPods();
  const answer = await sendRaw(
    edge.listener.port,
    `${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nthis is not a chunk\r\n`,
  );
  expect(statusLines(answer)).toEqual([]);
  expect(await sixMore(edge)).toEqual(SIX_GOOD);
});

it("cuts an answer off that has begun when the rest of the body is malformed", async () => {
  const server = new ListenerServer({
    idleTimeoutMs: 1_000,
    accepts: () => true,
    onRequest: (request, response) => {
      request.resume();
      response.writeHead(200, { "content-length": 10 });
      response.write("half");
    },
  });
  const client = connect(await server.listen(), "127.0.0.1");
  client.write(`${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`);
  let received = String((await once(client, "data"))[0]);
  client.on("data", (data: Buffer) => (received += String(data))).on("error", () => {});
  client.write("this is not a chunk\r\n");
  await once(client, "close");
  await server.close();
  expect(received).toMatch(/\r\n\r\nhalf$/);
});

it("refuses a transfer coding other than chunked", async () => {
  const edge = await openPods();
  const text = `${POST}Connection: close\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`;
  expect(await statusesAfter(edge, text)).toEqual(["HTTP/1.1 501 Not Implemented", ...SIX_GOOD]);
});
