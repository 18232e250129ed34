import { describe, expect, it } from "vitest";
import { planRules } from "../../../../components/shared/routing/plan.ts";
import { ROUTING_QUOTAS, type Route } from "../../../../components/shared/routing/route.ts";
import { shadowedRoutes } from "../../../../components/shared/routing/shadow.ts";

/** Places of the routes that the one at the end never gets a request because of. */
function shadowsOf(...routes: readonly Route[]): readonly number[] | undefined {
  const rules = planRules([{ name: "shop", routes }], ROUTING_QUOTAS);
  return shadowedRoutes(rules)
    .find(({ route }) => route === routes.length - 1)
    ?.by.map(({ route }) => route);
}

const hosts = Array.from({ length: 12 }, (_, index) => `h${index}.example.com`);
const header = (...values: string[]) => ({ name: "x-tenant", values });

describe("shadowedRoutes", () => {
  it.each<[string, Route, Route]>([
    ["the same", { hosts: ["a.example.com"] }, { hosts: ["A.example.com"] }],
    ["every request", {}, { hosts: ["a.example.com"], methods: ["GET"] }],
    ["every path", { paths: [{ prefix: "/" }] }, {}],
    ["a prefix", { paths: [{ prefix: "/a" }] }, { paths: [{ prefix: "/a/b" }, { exact: "/a" }] }],
    ["a pattern", { paths: [{ pattern: "/a*" }] }, { paths: [{ prefix: "/a" }] }],
    ["wildcards in hosts", { hosts: ["*.example.com"] }, { hosts: ["a.example.com", "*.b.example.com"] }],
    ["more hosts than a rule has", { hosts }, { hosts: [hosts[0]!, hosts[11]!] }],
    ["headers", { headers: [header("gold", "silver*")] }, { headers: [header("Silver-2"), header("x")] }],
    ["names of headers", { headers: [header("a")] }, { headers: [{ name: "X-Tenant", values: ["a"] }] }],
    [
      "the query",
      { query: [{ key: "v*", value: "*" }] },
      { query: [{ key: "V", value: "2" }, { value: "x" }] },
    ],
    ["values of the query", { query: [{ value: "x*" }] }, { query: [{ value: "xy" }] }],
    ["methods", { methods: ["GET", "HEAD"] }, { methods: ["HEAD"] }],
    ["sources", { sourceCidrs: ["10.0.0.0/8"] }, { sourceCidrs: ["10.1.0.0/16"], hosts: ["a.example.com"] }],
    ["a redirect", { redirect: { port: 8443 } }, { hosts: ["a.example.com"] }],
  ])("sees that %s takes all", (_, earlier, later) => {
    expect(shadowsOf(earlier, later)).toEqual([0]);
  });

  it("sees that several take all together", () => {
    const [a, b] = [{ hosts: ["a.example.com"] }, { hosts: ["b.example.com"] }];
    expect(shadowsOf(b, a, { hosts: ["a.example.com", "b.example.com"] })).toEqual([1, 0]);
  });

  it.each<[string, Route, Route]>([
    ["another host", { hosts: ["a.example.com"] }, { hosts: ["a.example.com", "b.example.com"] }],
    ["every host", { hosts: ["*.example.com"] }, { paths: [{ exact: "/a" }] }],
    ["a path that differs in case", { paths: [{ exact: "/a" }] }, { paths: [{ exact: "/A" }] }],
    ["what begins alike", { paths: [{ prefix: "/a" }] }, { paths: [{ pattern: "/a*" }] }],
    ["one path of all", { paths: [{ prefix: "/a" }] }, {}],
    ["another method", { methods: ["GET"] }, { methods: ["GET", "POST"] }],
    ["every method", { methods: ["GET"] }, {}],
    ["every source", { sourceCidrs: ["10.0.0.0/8"] }, { sourceCidrs: ["0.0.0.0/0"] }],
    ["no header", { headers: [header("*")] }, {}],
    ["another header", { headers: [header("a")] }, { headers: [{ name: "x-other", values: ["a"] }] }],
    [
      "one header more",
      { headers: [header("a"), { name: "x-b", values: ["b"] }] },
      { headers: [header("a")] },
    ],
    ["a parameter of any name", { query: [{ key: "v", value: "1" }] }, { query: [{ value: "1" }] }],
    ["a parameter of a name", { query: [{ value: "1" }] }, { query: [{ key: "v", value: "1" }] }],
  ])("leaves a route that takes %s", (_, earlier, later) => {
    expect(shadowsOf(earlier, later)).toBeUndefined();
  });

  it("looks only at routes before", () => {
    const rules = planRules([{ name: "shop", routes: [{ paths: [{ exact: "/a" }] }, {}] }], ROUTING_QUOTAS);
    expect(shadowedRoutes(rules)).toEqual([]);
  });
});
