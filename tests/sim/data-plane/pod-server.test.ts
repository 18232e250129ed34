import { once } from "node:events";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { PodServer } from "../../../sim/data-plane/pod-server.ts";

function server(): PodServer {
  return new PodServer(() => ({ path }) => ({ status: 200, headers: { "x-path": path }, body: "hello" }));
}

function ask(connection: Duplex, ...headers: string[]): void {
  connection.write(["GET /a HTTP/1.1", "Host: pod", ...headers, "", ""].join("\r\n"));
}

it("answers HTTP on a connection in memory", async () => {
  const connection = server().connect();
  ask(connection, "Connection: close");
  expect((await text(connection)).split("\r\n")).toEqual([
    "HTTP/1.1 200 OK",
    "x-path: /a",
    "content-length: 5",
    expect.stringMatching(/^Date: /),
    "Connection: close",
    "",
    "hello",
  ]);
});

it("keeps no connection that the other side has closed: unused, in use or between two requests", async () => {
  const pods = server();
  const unused = pods.connect();
  const inUse = pods.connect();
  inUse.write("GET /a HT");
  const keptAlive = pods.connect();
  ask(keptAlive);
  await once(keptAlive, "data");
  expect(pods.connections).toBe(3);
  for (const connection of [unused, inUse, keptAlive]) connection.destroy();
  await Promise.all([unused, inUse, keptAlive].map((connection) => once(connection, "close")));
  await new Promise(setImmediate);
  expect(pods.connections).toBe(0);
});

it("ends its connections when it is closed", async () => {
  const pods = server();
  const connection = pods.connect();
  const ended = once(connection.resume(), "end");
  pods.close();
  await ended;
  expect(pods.connections).toBe(0);
});
