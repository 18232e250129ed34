import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import {
  createServer as createTcpServer,
  connect,
  type AddressInfo,
  type Server as TcpServer,
} from "node:net";
import { request } from "undici";
import { afterEach, expect, it } from "vitest";
import { ConnectionPool } from "../../../sim/data-plane/connection-pool.ts";
import { sendPage } from "../../../sim/data-plane/error-pages.ts";
import { forward } from "../../../sim/data-plane/forward.ts";

const open: (Server | TcpServer)[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
  }
});

async function listen<T extends Server | TcpServer>(server: T): Promise<number> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Proxy {
  readonly url: string;
  readonly port: number;
  /** How many exchanges are over. */
  readonly done: () => number;
}

/** A load balancer that does nothing but forward to one target. */
async function openProxy(targetPort: number, idleTimeoutMs = 5_000): Promise<Proxy> {
  const pool = new ConnectionPool(() => connect(targetPort, "127.0.0.1"));
  let done = 0;
  const port = await listen(
    createServer((incoming, response) => {
      const length = incoming.headers["content-length"];
      const body =
        incoming.headers["transfer-encoding"] === undefined
          ? `Content-Length: ${length ?? 0}\r\n`
          : "Transfer-Encoding: chunked\r\n";
      forward(pool, incoming, response, {
        head: `${incoming.method} ${incoming.url} HTTP/1.1\r\nHost: target\r\n${body}\r\n`,
        changes: { server: true, set: [], cookies: [] },
        idleTimeoutMs,
        onFailure: (status) => sendPage(response, status),
        onDone: () => {
          done += 1;
        },
      });
    }),
  );
  return { url: `http://127.0.0.1:${port}`, port, done: () => done };
}

async function openTarget(listener: RequestListener): Promise<number> {
  return listen(createServer(listener));
}

it("passes parts of the answer on as they come", async () => {
  let finish = () => {};
  const proxy = await openProxy(
    await openTarget((_request, response) => {
      response.write("first");
      finish = () => response.end("second");
    }),
  );
  const { body } = await request(proxy.url);
  const parts = body[Symbol.asyncIterator]();
  expect(String((await parts.next()).value)).toBe("first");
  expect(proxy.done()).toBe(0);
  finish();
  expect(String((await parts.next()).value)).toBe("second");
});

it("carries large bodies in both directions, at the pace of the slower side", async () => {
  const large = Buffer.alloc(8_000_000, "x");
  const proxy = await openProxy(await openTarget((incoming, response) => incoming.pipe(response)));
  const echoed = await request(proxy.url, { method: "POST", body: large });
  expect((await echoed.body.arrayBuffer()).byteLength).toBe(large.length);
});

it("answers 504 when the target is silent for too long", async () => {
  const proxy = await openProxy(await openTarget(() => {}), 30);
  expect((await request(proxy.url)).statusCode).toBe(504);
  expect(proxy.done()).toBe(1);
});

it("answers 408 when the client does not finish its request", async () => {
  const proxy = await openProxy(await openTarget((incoming) => incoming.resume()), 30);
  const client = connect(proxy.port, "127.0.0.1");
  client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
  const [answer] = (await once(client, "data")) as [Buffer];
  client.destroy();
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 Request Time-out\r\n/);
});

it("answers 504, not 408, when the target does not take the rest of the request", async () => {
  const proxy = await openProxy(await openTarget((incoming) => incoming.pause()), 100);
  const answered = await request(proxy.url, { method: "POST", body: Buffer.alloc(8_000_000, "x") });
  expect(answered.statusCode).toBe(504);
  expect(proxy.done()).toBe(1);
});

it("answers 502 when the target ends the connection without an answer, or answers nonsense", async () => {
  const silent = await openProxy(await openTarget((incoming) => incoming.socket.destroy()));
  expect((await request(silent.url)).statusCode).toBe(502);
  const nonsense = await openProxy(await listen(createTcpServer((socket) => socket.end("hello\r\n\r\n"))));
  expect((await request(nonsense.url)).statusCode).toBe(502);
  const gone = createTcpServer();
  const port = await listen(gone);
  gone.close();
  const refused = await openProxy(port);
  expect((await request(refused.url)).statusCode).toBe(502);
});

it("cuts the answer short when the target does", async () => {
  const proxy = await openProxy(
    await openTarget((incoming, response) => {
      response.writeHead(200, { "content-length": 10 });
      response.write("half", () => incoming.socket.destroy());
    }),
  );
  const { statusCode, body } = await request(proxy.url);
  expect(statusCode).toBe(200);
  await expect(body.text()).rejects.toThrow();
});

it("stops the target's work when the client goes away", async () => {
  let targetSaw: Promise<unknown> = Promise.resolve();
  let started = () => {};
  const targetStarted = new Promise<unknown>((resolve) => {
    started = () => resolve(undefined);
  });
  const proxy = await openProxy(
    await openTarget((incoming) => {
      targetSaw = once(incoming.socket, "close");
      started();
    }),
  );
  const client = connect(proxy.port, "127.0.0.1");
  client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await targetStarted;
  client.destroy();
  await targetSaw;
  expect(proxy.done()).toBe(1);
});

it("uses a connection again, but not one whose request was answered early", async () => {
  const ports = new Set<number | undefined>();
  const proxy = await openProxy(
    await openTarget((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      if (incoming.url === "/early") response.writeHead(413).end();
      else incoming.resume().on("end", () => response.end());
    }),
  );
  await (await request(`${proxy.url}/1`)).body.dump();
  await (await request(`${proxy.url}/2`, { method: "POST", body: "x" })).body.dump();
  expect(ports.size).toBe(1);
  const client = connect(proxy.port, "127.0.0.1");
  client.write("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx");
  await once(client, "data");
  await (await request(`${proxy.url}/3`)).body.dump();
  client.destroy();
  expect(ports.size).toBe(2);
});
