import { expect, it } from "vitest";
import { get, start } from "./fixture.ts";

const image = "registry.example.com/shop:1";

it("answers every request with what it is, where it runs and what it was asked for", () => {
  const options = { image, container: { ports: [{ containerPort: 9000 }] } };
  const answer = { status: 200, headers: { "content-type": "text/plain; charset=utf-8" } };
  const text = "stand-in for image registry.example.com/shop:1\npod game/web-0\ncluster myeks\nasked for ";
  expect(get(options, "/healthz", { port: 9000 })).toEqual({ ...answer, body: `${text}GET /healthz\n` });
  expect(get(options, "/orders?page=2", { port: 9000, method: "POST" })).toEqual({
    ...answer,
    body: `${text}POST /orders?page=2\n`,
  });
  expect(get(options, "/", { port: 9000, method: "HEAD" })).toEqual({ ...answer, body: "" });
});

it.each<readonly [string, object, Readonly<Record<string, string>>, readonly number[]]>([
  ["that its container declares", { ports: [{ containerPort: 80 }, { containerPort: 81 }] }, {}, [80, 81]],
  ["of TCP alone", { ports: [{ containerPort: 53, protocol: "UDP" }] }, {}, []],
  ["of the variable PORT", {}, { PORT: "3000" }, [3000]],
  ["but not at a variable that is not a port", {}, { PORT: "tcp://10.0.0.1:80" }, []],
])("listens at the ports %s", (_, container, env, ports) => {
  expect([...start({ image, container, env }).process.http!.keys()]).toEqual(ports);
});
