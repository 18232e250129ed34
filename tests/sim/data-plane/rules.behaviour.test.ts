import { expect, it } from "vitest";
import type { RuleCondition } from "../../../sim/aws/elbv2/shapes.ts";
import { fixed, openEdge, pathIs } from "./edge.ts";

it("tries rules by priority and falls back to the default action", async () => {
  const { addRule, get } = await openEdge();
  addRule(20, [pathIs("/*")], fixed("any"));
  addRule(10, [pathIs("/api/*", "/exact")], fixed("api"));
  const bodies = [await get("/api/v1?x=1"), await get("/exact"), await get("/exact/x"), await get("/")];
  expect(bodies.map(({ body }) => body)).toEqual(["api", "api", "any", "any"]);
});

const conditions: readonly [
  string,
  RuleCondition,
  Parameters<Awaited<ReturnType<typeof openEdge>>["get"]>,
  boolean,
][] = [
  [
    "host, in any case",
    { Field: "host-header", Values: ["*.Example.com"] },
    ["/", { headers: { host: "a.EXAMPLE.com:80" } }],
    true,
  ],
  [
    "another host",
    { Field: "host-header", Values: ["*.example.com"] },
    ["/", { headers: { host: "example.com" } }],
    false,
  ],
  ["path with its case", pathIs("/A?c"), ["/Abc"], true],
  ["path in another case", pathIs("/A?c"), ["/abc"], false],
  [
    "path by regular expression",
    { Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/v[0-9]+/"] } },
    ["/v12/x"],
    true,
  ],
  [
    "header",
    { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Canary", Values: ["yes*"] } },
    ["/", { headers: { "x-canary": "YES please" } }],
    true,
  ],
  [
    "missing header",
    { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Canary", Values: ["*"] } },
    ["/"],
    false,
  ],
  [
    "method",
    { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["PUT", "DELETE"] } },
    ["/", { method: "DELETE" }],
    true,
  ],
  [
    "another method",
    { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["PUT"] } },
    ["/"],
    false,
  ],
  [
    "query by key and value",
    { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "1*" }] } },
    ["/?a=b&V=12"],
    true,
  ],
  [
    "query by value",
    { Field: "query-string", QueryStringConfig: { Values: [{ Value: "b" }] } },
    ["/?a=b"],
    true,
  ],
  [
    "another query",
    { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "2" }] } },
    ["/?v=1"],
    false,
  ],
  ["source address", { Field: "source-ip", SourceIpConfig: { Values: ["127.0.0.0/8"] } }, ["/"], true],
  [
    "another source address",
    { Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8", "::1/128"] } },
    ["/"],
    false,
  ],
];

it.each(conditions)("matches requests by %s", async (_name, condition, request, matches) => {
  const { addRule, get } = await openEdge();
  addRule(1, [condition], fixed("matched"));
  const { status } = await get(...request);
  expect(status).toBe(matches ? 200 : 503);
});

it("needs all conditions of a rule", async () => {
  const { addRule, get } = await openEdge();
  addRule(1, [pathIs("/a"), { Field: "host-header", Values: ["x.test"] }], fixed("both"));
  expect((await get("/a")).status).toBe(503);
  expect((await get("/a", { headers: { host: "x.test" } })).body).toBe("both");
});

it("redirects with the parts of the request", async () => {
  const { addRule, get } = await openEdge();
  addRule(1, [pathIs("/old/*")], {
    Type: "redirect",
    RedirectConfig: { Protocol: "HTTPS", Port: "443", Path: "/new/#{path}", StatusCode: "HTTP_301" },
  });
  const { status, headers, body } = await get("/old/page?a=b", { headers: { host: "shop.test" } });
  expect([status, headers["location"], headers["content-length"], body.slice(0, 47)]).toEqual([
    301,
    "https://shop.test:443/new/old/page?a=b",
    "134",
    "<html>\r\n<head><title>301 Moved Permanently</tit",
  ]);
});

it("gives fixed responses with their status, type and body", async () => {
  const { addRule, get } = await openEdge();
  addRule(1, [pathIs("/*")], fixed("gone fishing", "410"));
  const { status, headers, body } = await get();
  expect([status, headers["content-type"], headers["server"], body]).toEqual([
    410,
    "text/plain",
    "awselb/2.0",
    "gone fishing",
  ]);
});

it("sets and removes response headers as the listener's attributes say", async () => {
  const { addPods, addRule, call, listenerArn, cluster, get } = await openEdge();
  addPods(["192.168.0.10"]);
  cluster.setProgram("192.168.0.10", () => ({
    status: 200,
    headers: { server: "nginx", "x-frame-options": "ALLOW" },
    body: "",
  }));
  call("ModifyListenerAttributes", {
    ListenerArn: listenerArn,
    Attributes: [
      { Key: "routing.http.response.server.enabled", Value: "false" },
      { Key: "routing.http.response.x_frame_options.header_value", Value: "DENY" },
    ],
  });
  const { headers } = await get();
  expect([headers["server"], headers["x-frame-options"]]).toEqual([undefined, "DENY"]);
  addRule(1, [pathIs("/own")], fixed("by itself"));
  const own = await get("/own");
  expect([own.headers["server"], own.headers["x-frame-options"]]).toEqual([undefined, "DENY"]);
});
