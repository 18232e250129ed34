import { describe, expect, it } from "vitest";
import { defaultRuleAction, hasTargets, planRules } from "../../../../components/shared/routing/plan.ts";
import {
  DEFAULT_ACTION,
  DEFAULT_ROUTES,
  ROUTING_QUOTAS,
  type Route,
} from "../../../../components/shared/routing/route.ts";
import type { Replacement, RuleConditions } from "../../../../components/shared/routing/rule.ts";

const NO_CONDITIONS = { hosts: [], paths: [], headers: [], query: [], methods: [], sourceCidrs: [] };

/** The conditions of a route's rules, without what is empty. */
function conditionsOf(route: Route): Partial<RuleConditions>[] {
  return planRules([{ name: "shop", routes: [route] }], ROUTING_QUOTAS).map(({ conditions }) =>
    Object.fromEntries(Object.entries(conditions).filter(([, values]) => values.length > 0)),
  );
}

const hosts = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example.com`);

describe("planRules", () => {
  it("keeps the order of apps and routes, and says what each does", () => {
    const apps = [
      {
        name: "shop",
        routes: [
          { paths: [{ exact: "/old" }], redirect: { path: "/new", statusCode: 301 } },
          { paths: [{ exact: "/closed" }], fixedResponse: { statusCode: 503, body: "later" } },
        ] satisfies Route[],
      },
      { name: "blog", routes: DEFAULT_ROUTES },
    ];
    expect(planRules(apps, ROUTING_QUOTAS)).toEqual([
      {
        app: "shop",
        route: 0,
        part: 0,
        conditions: { ...NO_CONDITIONS, paths: ["/old"] },
        action: {
          type: "redirect",
          redirect: {
            protocol: "#{protocol}",
            host: "#{host}",
            port: "#{port}",
            path: "/new",
            query: "#{query}",
            statusCode: 301,
          },
        },
        transforms: {},
      },
      {
        app: "shop",
        route: 1,
        part: 0,
        conditions: { ...NO_CONDITIONS, paths: ["/closed"] },
        action: {
          type: "fixedResponse",
          fixedResponse: { statusCode: 503, contentType: "text/plain", body: "later" },
        },
        transforms: {},
      },
      {
        app: "blog",
        route: 0,
        part: 0,
        conditions: { ...NO_CONDITIONS, paths: ["/*"] },
        action: { type: "forward" },
        transforms: {},
      },
    ]);
  });

  it.each<[string, Route, readonly Partial<RuleConditions>[]]>([
    ["no condition is every path", {}, [{ paths: ["/*"] }]],
    [
      "a prefix is two values, / is one",
      { paths: [{ prefix: "/" }, { prefix: "/api/" }, { exact: "/a" }, { pattern: "/b*" }] },
      [{ paths: ["/*", "/api", "/api/*", "/a", "/b*"] }],
    ],
    [
      "headers and parameters are conditions of their own",
      {
        headers: [
          { name: "x-a", values: ["1", "2"] },
          { name: "x-b", values: ["3"] },
        ],
        query: [{ key: "k", value: "v" }, { value: "w" }],
      },
      [
        {
          headers: [
            { name: "x-a", values: ["1", "2"] },
            { name: "x-b", values: ["3"] },
          ],
          query: [{ key: "k", value: "v" }, { value: "w" }],
        },
      ],
    ],
    [
      "methods and sources",
      { methods: ["GET", "HEAD"], sourceCidrs: ["10.0.0.0/8"] },
      [{ methods: ["GET", "HEAD"], sourceCidrs: ["10.0.0.0/8"] }],
    ],
    ["five values are one rule", { hosts: hosts(5) }, [{ hosts: hosts(5) }]],
    [
      "six values are two",
      { hosts: hosts(6) },
      [{ hosts: hosts(6).slice(0, 3) }, { hosts: hosts(6).slice(3) }],
    ],
    [
      "two conditions share the values so that rules are few",
      { hosts: hosts(1), paths: ["/a", "/b", "/c", "/d", "/e"].map((exact) => ({ exact })) },
      [
        { hosts: hosts(1), paths: ["/a", "/b", "/c"] },
        { hosts: hosts(1), paths: ["/d", "/e"] },
      ],
    ],
    [
      "every host goes with every path",
      { hosts: hosts(4), paths: [{ exact: "/a" }, { exact: "/b" }] },
      [
        { hosts: hosts(4), paths: ["/a"] },
        { hosts: hosts(4), paths: ["/b"] },
      ],
    ],
    [
      "wildcards split too",
      { paths: [{ pattern: "/*/*/*" }, { pattern: "/?/?/?" }] },
      [{ paths: ["/*/*/*"] }, { paths: ["/?/?/?"] }],
    ],
  ])("%s", (_, route, rules) => {
    expect(conditionsOf(route)).toEqual(rules);
  });

  it("has more values in a rule where AWS allows it", () => {
    const quotas = { ...ROUTING_QUOTAS, conditionValuesPerRule: 6 };
    expect(planRules([{ name: "shop", routes: [{ hosts: hosts(6) }] }], quotas)).toHaveLength(1);
  });
});

describe("rewriting", () => {
  /** What becomes of a URL by the transforms of the first rule whose paths it matches. */
  function rewritten(route: Route, url: string): string {
    const rules = planRules([{ name: "shop", routes: [route] }], ROUTING_QUOTAS);
    const [path] = url.split("?");
    const rule = rules.find(({ conditions }) =>
      conditions.paths.some((pattern) =>
        pattern.endsWith("/*") ? path!.startsWith(pattern.slice(0, -1)) : path === pattern,
      ),
    );
    return replaced(rule!.transforms.url!, url);
  }

  function replaced({ regex, replace }: Replacement, text: string): string {
    return text.replace(new RegExp(regex), replace);
  }

  it.each([
    ["/api", "/", "/api", "/"],
    ["/api", "/", "/api/", "/"],
    ["/api", "/", "/api/users?a=/api", "/users?a=/api"],
    ["/api", "/", "/api?a=1", "/?a=1"],
    ["/api/", "/v2", "/api", "/v2"],
    ["/api", "/v2/", "/api/users", "/v2/users"],
    ["/api", "/v2", "/api?a=1", "/v2?a=1"],
    ["/", "/v2", "/", "/v2/"],
    ["/", "/v2", "/users?a=1", "/v2/users?a=1"],
    ["/a.b+c$", "/", "/a.b+c$/d", "/d"],
  ])("of the prefix %s by %s makes of %s %s", (prefix, replacement, url, result) => {
    expect(rewritten({ paths: [{ prefix }], rewrite: { prefix: replacement } }, url)).toBe(result);
  });

  it("takes of several prefixes the longest that matches", () => {
    const route = { paths: [{ prefix: "/a" }, { prefix: "/a/b" }], rewrite: { prefix: "/" } };
    expect(["/a/x", "/a/b/x", "/a/bc"].map((url) => rewritten(route, url))).toEqual(["/x", "/x", "/bc"]);
    expect(conditionsOf(route)).toEqual([{ paths: ["/a/b", "/a/b/*"] }, { paths: ["/a", "/a/*"] }]);
  });

  it("does not take a prefix for a regular expression", () => {
    const [rule] = planRules(
      [{ name: "shop", routes: [{ paths: [{ prefix: "/a.b$" }], rewrite: { prefix: "/" } }] }],
      ROUTING_QUOTAS,
    );
    expect(rule!.transforms).toEqual({ url: { regex: String.raw`^/a\.b\$/?(.*)$`, replace: "/$1" } });
  });

  it("of the path leaves the query, and of the host nothing", () => {
    const route = { rewrite: { path: "/index.html", host: "shop.internal" } };
    const [rule] = planRules([{ name: "shop", routes: [route] }], ROUTING_QUOTAS);
    const { url, host } = rule!.transforms;
    expect(replaced(url!, "/a/b?c=/d")).toBe("/index.html?c=/d");
    expect(replaced(host!, "www.example.com:8080")).toBe("shop.internal");
  });
});

describe("hasTargets", () => {
  const answered = { name: "old", routes: [{ redirect: { path: "/" } }] };

  it("is what an app has whose routes forward, or which gets all others", () => {
    expect(hasTargets({ name: "shop", routes: DEFAULT_ROUTES }, DEFAULT_ACTION)).toBe(true);
    expect(hasTargets({ name: "shop", routes: [...answered.routes, {}] }, DEFAULT_ACTION)).toBe(true);
    expect(hasTargets(answered, { app: "old" })).toBe(true);
  });

  it("is not what an app has without routes, or whose routes all answer", () => {
    expect(hasTargets({ name: "shop", routes: [] }, { app: "old" })).toBe(false);
    expect(hasTargets(answered, DEFAULT_ACTION)).toBe(false);
  });
});

describe("defaultRuleAction", () => {
  it.each([
    [
      DEFAULT_ACTION,
      { type: "fixedResponse", fixedResponse: { statusCode: 404, contentType: "text/plain", body: "" } },
    ],
    [{ app: "shop" }, { type: "forward", app: "shop" }],
    [
      { redirect: { protocol: "HTTPS" as const } },
      {
        type: "redirect",
        redirect: {
          protocol: "HTTPS",
          host: "#{host}",
          port: "#{port}",
          path: "/#{path}",
          query: "#{query}",
          statusCode: 302,
        },
      },
    ],
  ])("of %j is complete", (action, expected) => {
    expect(defaultRuleAction(action)).toEqual(expected);
  });
});
