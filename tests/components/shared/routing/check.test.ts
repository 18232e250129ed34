import { describe, expect, it } from "vitest";
import { ArgsCheck } from "../../../../components/shared/args-check.ts";
import { checkRouting, type RoutingArgs } from "../../../../components/shared/routing/check.ts";
import {
  DEFAULT_ACTION,
  DEFAULT_ROUTES,
  ROUTING_QUOTAS,
  type DefaultAction,
  type FixedResponse,
  type Route,
  type RoutePath,
  type RouteRedirect,
  type RouteRewrite,
} from "../../../../components/shared/routing/route.ts";

function problemsOf(args: Partial<RoutingArgs>, listeners = 1): readonly string[] {
  const check = new ArgsCheck<RoutingArgs>({
    apps: [],
    defaultAction: DEFAULT_ACTION,
    quotas: ROUTING_QUOTAS,
    ...args,
  });
  checkRouting(check, listeners);
  return check.problems.map(({ path, reason }) => `${path} ${reason}`);
}

/** What is wrong with one route, without where it stands. */
function routeProblems(route: Route, quotas: RoutingArgs["quotas"] = ROUTING_QUOTAS): readonly string[] {
  const apps = [{ name: "shop", routes: [route] }];
  return problemsOf({ apps, quotas }).map((problem) => problem.replace(/^apps\[0\]\.routes\[0\]\.?/, ""));
}

const labels = (length: number) => `${"a".repeat(length - 4)}.com`;

describe("hosts", () => {
  it.each(["shop.example.com", "*.example.com", "Shop-?.example.COM", labels(128)])("are %s", (host) => {
    expect(routeProblems({ hosts: [host] })).toEqual([]);
  });

  it.each(["localhost", "shop.example.c0m", "shop_1.example.com", "shop.example.*", "", labels(129)])(
    "are not %j",
    (host) => {
      expect(routeProblems({ hosts: [host] })).toEqual([
        `hosts[0] is ${JSON.stringify(host)}; use up to 128 letters, digits, hyphens, dots and wildcards, with a dot and only letters after the last one`,
      ]);
    },
  );
});

describe("paths", () => {
  it.each<RoutePath>([
    { exact: "/" },
    { exact: `/${"a".repeat(127)}` },
    { prefix: "/" },
    { prefix: "/api/" },
    { prefix: `/${"a".repeat(125)}` },
    { pattern: "/*.jpg" },
    { pattern: "*/thumbs/?" },
    { pattern: `/${"a".repeat(127)}` },
  ])("are %j", (path) => {
    expect(routeProblems({ paths: [path] })).toEqual([]);
  });

  const characters = `letters, digits and any of _ - . $ / ~ " ' @ : + &`;
  it.each<[RoutePath, string]>([
    [
      { exact: "/a*" },
      `exact is "/a*"; use a path of up to 128 characters that begins with /, of ${characters}; wildcards go into a pattern`,
    ],
    [
      { prefix: "api" },
      `prefix is "api"; use a path of up to 126 characters that begins with /, of ${characters}; wildcards go into a pattern`,
    ],
    [
      { pattern: "api/*" },
      `pattern is "api/*"; use up to 128 characters that begin with / or a wildcard, ${characters} * ?`,
    ],
    [
      { pattern: "/a%20b" },
      `pattern is "/a%20b"; use up to 128 characters that begin with / or a wildcard, ${characters} * ?`,
    ],
  ])("are not %j", (path, problem) => {
    expect(routeProblems({ paths: [path] })).toEqual([`paths[0].${problem}`]);
  });

  it.each<[RoutePath, number]>([
    [{ exact: `/${"a".repeat(128)}` }, 128],
    [{ prefix: `/${"a".repeat(126)}` }, 126],
    [{ pattern: `/${"a".repeat(128)}` }, 128],
  ])("are no longer than AWS takes", (path, most) => {
    expect(routeProblems({ paths: [path] })).toEqual([expect.stringContaining(`up to ${most} characters`)]);
  });

  it("are of one kind each", () => {
    const paths = [{ exact: "/a", prefix: "/b" }, {}] as unknown as RoutePath[];
    expect(routeProblems({ paths })).toEqual([
      "paths[0] has exact and prefix; give one of exact, prefix, pattern",
      "paths[1] has nothing; give one of exact, prefix, pattern",
    ]);
  });
});

describe("other conditions", () => {
  it.each<Route>([
    { headers: [{ name: "x".repeat(40), values: ["v".repeat(128), "a b*"] }] },
    { query: [{ value: "v".repeat(128) }, { key: "k".repeat(128), value: String.raw`\*` }] },
    { methods: ["GET", "M-SEARCH", "X".repeat(40)] },
    { sourceCidrs: ["203.0.113.0/24", "0.0.0.0/0"] },
  ])("take %j", (route) => {
    expect(routeProblems(route)).toEqual([]);
  });

  it.each<[Route, readonly string[]]>([
    [
      { headers: [{ name: "x".repeat(41), values: ["a"] }] },
      [
        `headers[0].name is "${"x".repeat(41)}"; use the name of a header: up to 40 letters, digits and any of ! # $ % & ' * + - . ^ _ \` | ~`,
      ],
    ],
    [
      { headers: [{ name: "Host", values: ["a.example.com"] }] },
      [`headers[0].name is "Host"; use hosts for the host`],
    ],
    [{ headers: [{ name: "x-a", values: [] }] }, ["headers[0].values is empty; give at least one value"]],
    [
      { headers: [{ name: "x-a", values: ["v".repeat(129)] }] },
      [`headers[0].values[0] is "${"v".repeat(129)}"; use 1 to 128 printable ASCII characters`],
    ],
    [
      { query: [{ key: "", value: "v".repeat(129) }] },
      [
        `query[0].key is ""; use 1 to 128 letters, digits and any of _ - . $ / ~ " ' @ : + & ( ) ! , ; = * ?, with a backslash before a * or ? that stands for itself`,
        `query[0].value is "${"v".repeat(129)}"; use 1 to 128 letters, digits and any of _ - . $ / ~ " ' @ : + & ( ) ! , ; = * ?, with a backslash before a * or ? that stands for itself`,
      ],
    ],
    [
      { methods: ["get", "X".repeat(41)] },
      [
        `methods[0] is "get"; use up to 40 upper-case letters, hyphens and underscores`,
        `methods[1] is "${"X".repeat(41)}"; use up to 40 upper-case letters, hyphens and underscores`,
      ],
    ],
    [
      { sourceCidrs: ["203.0.113.7", "255.255.255.255/32"] },
      [
        `sourceCidrs[0] is "203.0.113.7"; use an IPv4 block such as 203.0.113.0/24`,
        `sourceCidrs[1] is "255.255.255.255/32", which AWS refuses; leave it out`,
      ],
    ],
    [
      { hosts: ["a.example.com", "a.example.com"], methods: ["GET", "GET"] },
      [
        `hosts[1] is "a.example.com", as is apps[0].routes[0].hosts[0]; name it once`,
        `methods[1] is "GET", as is apps[0].routes[0].methods[0]; name it once`,
      ],
    ],
    [
      { hosts: [], paths: [], headers: [], query: [], methods: [], sourceCidrs: [] },
      ["hosts", "paths", "headers", "query", "methods", "sourceCidrs"].map(
        (key) => `${key} is empty; leave it out, or say what requests must have`,
      ),
    ],
  ])("are not %j", (route, problems) => {
    expect(routeProblems(route)).toEqual(problems);
  });
});

describe("values of one rule", () => {
  const headers = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `x-${index}`, values: ["a", "b", "c"] }));

  it("are as many as conditions, each with a rule for each of its values", () => {
    expect(routeProblems({ headers: headers(5) }, { ...ROUTING_QUOTAS, rulesPerLoadBalancer: 243 })).toEqual(
      [],
    );
    expect(routeProblems({ headers: headers(6) })).toEqual([
      " has 6 conditions, each of at least one value, and a rule has at most 5 values; leave 1 out",
    ]);
    expect(
      routeProblems(
        { headers: headers(6) },
        { ...ROUTING_QUOTAS, conditionValuesPerRule: 6, rulesPerLoadBalancer: 729 },
      ),
    ).toEqual([]);
  });

  it("have no more wildcards than a rule takes", () => {
    const route = { paths: [{ pattern: "/*/*/*" }], hosts: ["*.*.example.com"] };
    const more = { paths: [{ pattern: "/*/*/*" }], hosts: ["*.*.?.example.com"] };
    expect(routeProblems(route)).toEqual([]);
    expect(routeProblems(more)).toEqual([
      " has values with more than 5 wildcards (* and ?) together, the most that a rule has; use fewer",
    ]);
    expect(routeProblems(more, { ...ROUTING_QUOTAS, conditionWildcardsPerRule: 6 })).toEqual([]);
  });
});

describe("redirects", () => {
  it.each<RouteRedirect>([
    { protocol: "HTTPS", port: 443, statusCode: 301 },
    { host: "www.#{host}" },
    { host: labels(128) },
    { path: "/#{host}/#{port}/#{path}", query: "from=#{protocol}://#{host}:#{port}/#{path}&#{query}" },
    { path: `/${"a".repeat(127)}`, query: "a".repeat(128) },
    { port: 1 },
    { port: 65_535, query: "" },
  ])("are %j", (redirect) => {
    expect(routeProblems({ redirect })).toEqual([]);
  });

  it.each<[RouteRedirect, readonly string[]]>([
    [{}, ["leads back to itself; give another protocol, host, port or path"]],
    [
      {
        protocol: "#{protocol}",
        host: "#{host}",
        port: "#{port}",
        path: "/#{path}",
        query: "a=1",
        statusCode: 302,
      },
      ["leads back to itself; give another protocol, host, port or path"],
    ],
    [
      { host: "#{path}.example.com" },
      [
        'host is "#{path}.example.com"; use up to 128 letters, digits, hyphens and dots, of which #{host} can be a part',
      ],
    ],
    [
      { host: "www.example.com", path: "shop", query: "?a=1" },
      [
        'path is "shop"; use a path of up to 128 characters that begins with /, of which #{host}, #{port} and #{path} can be parts',
        'query is "?a=1"; use up to 128 characters without a leading ?, of which #{protocol}, #{host}, #{port}, #{path} and #{query} can be parts',
      ],
    ],
    [
      { host: labels(129), path: `/${"a".repeat(128)}`, query: "a".repeat(129) },
      [
        expect.stringMatching(/^host is .*; use up to 128 letters/),
        expect.stringMatching(/^path is .*; use a path of up to 128/),
        expect.stringMatching(/^query is .*; use up to 128/),
      ],
    ],
    [
      { protocol: "http" as "HTTP", port: 0, statusCode: 307 as 302 },
      [
        'protocol is "http"; use one of HTTP, HTTPS, #{protocol}',
        "port is 0; use a whole number from 1 to 65535",
        "statusCode is 307; use 301 or 302",
      ],
    ],
    [{ port: 65_536 }, ["port is 65536; use a whole number from 1 to 65535"]],
  ])("are not %j", (redirect, problems) => {
    const found = routeProblems({ redirect }).map((problem) => problem.replace(/^redirect[. ]/, ""));
    expect(found).toEqual(problems);
  });
});

describe("fixed responses", () => {
  it.each<FixedResponse>([
    { statusCode: 200 },
    { statusCode: 299, contentType: "application/json", body: "{}" },
    { statusCode: 400 },
    { statusCode: 599, body: "a".repeat(1_024) },
  ])("are %j", (fixedResponse) => {
    expect(routeProblems({ fixedResponse })).toEqual([]);
  });

  it.each<[FixedResponse, string]>([
    [{ statusCode: 199 }, "statusCode is 199; use a whole number from 200 to 299 or from 400 to 599"],
    [{ statusCode: 300 }, "statusCode is 300; use a whole number from 200 to 299 or from 400 to 599"],
    [{ statusCode: 399 }, "statusCode is 399; use a whole number from 200 to 299 or from 400 to 599"],
    [{ statusCode: 600 }, "statusCode is 600; use a whole number from 200 to 299 or from 400 to 599"],
    [{ statusCode: 404.5 }, "statusCode is 404.5; use a whole number from 200 to 299 or from 400 to 599"],
    [{ statusCode: 404, body: "a".repeat(1_025) }, "body has 1025 characters; use at most 1024"],
    [
      { statusCode: 404, contentType: "text/xml" as "text/css" },
      'contentType is "text/xml"; use one of text/plain, text/css, text/html, application/javascript, application/json',
    ],
  ])("are not %j", (fixedResponse, problem) => {
    expect(routeProblems({ fixedResponse })).toEqual([`fixedResponse.${problem}`]);
  });

  it("do not go with a redirect", () => {
    expect(routeProblems({ fixedResponse: { statusCode: 404 }, redirect: { port: 8443 } })).toEqual([
      "fixedResponse does not go with redirect; leave one of the two out",
    ]);
  });
});

describe("rewrites", () => {
  const paths = [{ prefix: "/api" }];

  it.each<RouteRewrite>([
    { prefix: "/" },
    { prefix: `/${"a".repeat(999)}` },
    { path: `/${"a".repeat(999)}` },
    { path: "/", host: "a".repeat(253) },
    { host: "shop.internal" },
  ])("are %j", (rewrite) => {
    expect(routeProblems({ paths, rewrite })).toEqual([]);
  });

  const path = `a path of up to 1,000 characters that begins with /, of letters, digits and any of _ - . ~ / @ : + & , % ! '`;
  it.each<[Route, readonly string[]]>([
    [{ paths, rewrite: {} }, ["rewrite is empty; give prefix, path or host, or leave it out"]],
    [
      { paths, rewrite: { prefix: "/v1", path: "/" } },
      ["rewrite.path does not go with prefix; leave one of the two out"],
    ],
    [
      { paths, rewrite: { prefix: "/api/" } },
      [`rewrite.prefix is "/api/", as is the prefix that it would replace; leave it out, or use another one`],
    ],
    [
      { paths: [...paths, { exact: "/a" }], rewrite: { prefix: "/" } },
      [
        "rewrite.prefix needs paths that are all prefixes, of which it replaces the one that matched; use path, or other paths",
      ],
    ],
    [
      { rewrite: { prefix: "/" } },
      [
        "rewrite.prefix needs paths that are all prefixes, of which it replaces the one that matched; use path, or other paths",
      ],
    ],
    [{ paths, rewrite: { prefix: "/$1" } }, [`rewrite.prefix is "/$1"; use ${path}`]],
    [{ rewrite: { path: "v1" } }, [`rewrite.path is "v1"; use ${path}`]],
    [
      { paths, rewrite: { path: `/${"a".repeat(1_000)}` } },
      [`rewrite.path is "/${"a".repeat(198)}... (1003 characters); use ${path}`],
    ],
    [
      { rewrite: { host: "a".repeat(254) } },
      [expect.stringMatching(/^rewrite\.host is .*; use up to 253 letters, digits, hyphens and dots/)],
    ],
    [
      { redirect: { port: 8443 }, rewrite: { path: "/" } },
      ["rewrite has no effect, as the app does not get the request; leave it out"],
    ],
  ])("are not %j", (route, problems) => {
    expect(routeProblems(route)).toEqual(problems);
  });
});

describe("checkRouting", () => {
  it("takes names of apps that leave room for those of Kubernetes objects, each once", () => {
    const apps = ["2048", "a".repeat(40), "Shop", "a".repeat(41), "2048"].map((name) => ({
      name,
      routes: [],
    }));
    expect(problemsOf({ apps })).toEqual([
      `apps[2].name is "Shop"; use 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end`,
      `apps[3].name is "${"a".repeat(41)}"; use 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end`,
      `apps[4].name is "2048", as is that of an app before; name each once`,
    ]);
  });

  it.each<[DefaultAction, readonly string[]]>([
    [{ app: "shop" }, []],
    [{ redirect: { host: "www.example.com" } }, []],
    [{ app: "blog" }, [`defaultAction.app is "blog"; use one of shop`]],
    [{} as DefaultAction, ["defaultAction has nothing; give one of app, redirect, fixedResponse"]],
    [
      { app: "shop", fixedResponse: { statusCode: 300 } },
      [
        "defaultAction has app and fixedResponse; give one of app, redirect, fixedResponse",
        "defaultAction.fixedResponse.statusCode is 300; use a whole number from 200 to 299 or from 400 to 599",
      ],
    ],
  ])("of the default action %j says %j", (defaultAction, problems) => {
    expect(problemsOf({ apps: [{ name: "shop", routes: [] }], defaultAction })).toEqual(problems);
  });

  it("refuses routes that never get a request, and says which get it", () => {
    const apps = [
      { name: "shop", routes: [{ paths: [{ prefix: "/shop" }] }, { paths: [{ exact: "/shop/cart" }] }] },
      { name: "blog", routes: DEFAULT_ROUTES },
      { name: "wiki", routes: DEFAULT_ROUTES },
      { name: "old", routes: [{ paths: [{ exact: "/shop" }, { exact: "/old" }] }] },
    ];
    expect(problemsOf({ apps })).toEqual([
      "apps[0].routes[1] never gets a request, as apps.shop.routes[0] takes all that it would; move it up before that one, or remove it",
      "apps[2].routes[0] never gets a request, as apps.blog.routes[0] takes all that it would; put app wiki before blog (a lower order), or remove it",
      "apps[3].routes[0] never gets a request, as apps.shop.routes[0] and apps.blog.routes[0] take all that it would; put app old before shop and blog (a lower order), or remove it",
    ]);
  });

  const paths = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ paths: [{ exact: `/${index}` }] }));

  it("counts rules as AWS does: those of all listeners", () => {
    const refused = (sum: string, most = 100) =>
      `apps need ${sum}, and a load balancer has at most ${most}; merge or remove routes, or have the quota raised and say so by quotas.rulesPerLoadBalancer`;
    const apps = (count: number) => [{ name: "shop", routes: paths(count) }];
    expect(problemsOf({ apps: apps(100) })).toEqual([]);
    expect(problemsOf({ apps: apps(101) })).toEqual([refused("101 rules")]);
    expect(problemsOf({ apps: apps(50) }, 2)).toEqual([]);
    expect(problemsOf({ apps: apps(51) }, 2)).toEqual([
      refused("51 rules on each of 2 listeners, 102 together"),
    ]);
    const quotas = { ...ROUTING_QUOTAS, rulesPerLoadBalancer: 101 };
    expect(problemsOf({ apps: apps(101), quotas })).toEqual([]);
    expect(problemsOf({ apps: apps(102), quotas })).toEqual([refused("102 rules", 101)]);
  });

  it("refuses quotas that cannot be", () => {
    const quotas = { rulesPerLoadBalancer: 0, conditionValuesPerRule: 101, conditionWildcardsPerRule: 0 };
    expect(problemsOf({ quotas })).toEqual([
      "quotas.rulesPerLoadBalancer is 0; use a whole number from 1 to 10000",
      "quotas.conditionValuesPerRule is 101; use a whole number from 1 to 100",
      "quotas.conditionWildcardsPerRule is 0; use a whole number from 1 to 100",
    ]);
  });
});
