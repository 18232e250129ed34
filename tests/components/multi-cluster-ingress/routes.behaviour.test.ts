/** What the controller makes of routes, and what clients get. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Action, RewriteConfig, Rule } from "../../../sim/aws/elbv2/shapes.ts";
import { AppsScene, page } from "../../support/apps-scene.ts";

const scene = new AppsScene();

const API = page("api", {
  routes: [
    { paths: [{ prefix: "/api" }], methods: ["GET", "HEAD"], rewrite: { prefix: "/", host: "api.internal" } },
    { paths: [{ prefix: "/api" }], fixedResponse: { statusCode: 405, body: "read only" } },
    {
      headers: [{ name: "x-app", values: ["api", "a?i"] }],
      query: [{ key: "v", value: "2" }, { value: "x*" }],
    },
    {
      hosts: ["old.example.com"],
      redirect: { host: "www.example.com", path: "/from-old/#{path}", statusCode: 301 },
    },
    {
      sourceCidrs: ["10.0.0.0/8"],
      hosts: ["*.internal", "a.example.com", "b.example.com", "c.example.com", "d.example.com"],
    },
  ],
});
const SHOP = page("shop", {
  routes: [
    { hosts: ["shop.example.com"], paths: [{ exact: "/" }] },
    { paths: [{ prefix: "/shop" }, { prefix: "/cart" }], rewrite: { path: "/" } },
    { hosts: ["*.shop.example.com"], paths: [{ pattern: "/*.html" }] },
  ],
});

/** A rule in one line: its conditions, what is done, and how requests are changed. */
function shownRule({ Conditions, Actions: [action], Transforms = [] }: Rule): string {
  const conditions = Conditions.map(({ Field, Values: _, ...config }) => {
    const { HttpHeaderName, Values } = Object.values(config)[0] as {
      HttpHeaderName?: string;
      Values: unknown[];
    };
    return `${HttpHeaderName ?? Field}=${Values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(",")}`;
  });
  const transforms = Transforms.map(({ UrlRewriteConfig, HostHeaderRewriteConfig }) => {
    const [{ Regex, Replace }] = (UrlRewriteConfig ?? HostHeaderRewriteConfig)!.Rewrites as [RewriteConfig];
    return `${Regex} becomes ${Replace}`;
  });
  return `${conditions.join(" ")} -> ${[shownAction(action!), ...transforms].join(", ")}`;
}

function shownAction({ Type, TargetGroupArn, RedirectConfig, FixedResponseConfig }: Action): string {
  const [app] = Object.entries(scene.shared.targetGroupArns).find(([, arn]) => arn === TargetGroupArn) ?? [];
  const { Protocol, Host, Port, Path, Query, StatusCode } = RedirectConfig ?? {};
  if (Type === "redirect") return `${StatusCode} ${Protocol}://${Host}:${Port}${Path}?${Query}`;
  const { StatusCode: status, ContentType, MessageBody = "" } = FixedResponseConfig ?? {};
  return app ?? `${status} ${ContentType} ${MessageBody}`.trim();
}

function rules(): string[] {
  const { cloud, shared } = scene;
  const { Listeners } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeListeners", {
    LoadBalancerArn: shared.loadBalancerArn,
  });
  const { Rules } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeRules", {
    ListenerArn: Listeners[0]!.ListenerArn,
  });
  return Rules.map(shownRule);
}

describe("routes", () => {
  beforeAll(async () => {
    expect((await scene.blue([API, SHOP], { defaultAction: { app: "shop" } })).problem).toBe("");
  });

  it("are rules of the load balancer, in order", () => {
    expect(rules()).toEqual([
      "http-request-method=GET,HEAD path-pattern=/api,/api/* -> api, ^/api/?(.*)$ becomes /$1, ^.*$ becomes api.internal",
      "path-pattern=/api,/api/* -> 405 text/plain read only",
      'x-app=api,a?i query-string={"Key":"v","Value":"2"} query-string={"Value":"x*"} -> api',
      "host-header=old.example.com -> HTTP_301 #{protocol}://www.example.com:#{port}/from-old/#{path}?#{query}",
      "source-ip=10.0.0.0/8 host-header=*.internal,a.example.com,b.example.com -> api",
      "source-ip=10.0.0.0/8 host-header=c.example.com,d.example.com -> api",
      "host-header=shop.example.com path-pattern=/ -> shop",
      "path-pattern=/shop,/shop/*,/cart,/cart/* -> shop, ^[^?]*(.*)$ becomes /$1",
      "host-header=*.shop.example.com path-pattern=/*.html -> shop",
      " -> shop",
    ]);
  });

  it.each([
    ["the prefix taken away", { target: "/api" }, 200],
    ["a path in place of another", { target: "/cart/of/mine" }, 200],
    [
      "a path by pattern, which the app does not have",
      { host: "x.shop.example.com", target: "/a/b.html" },
      404,
    ],
    ["what no route takes, by the default app", { host: "nobody.example.com" }, 200],
  ])("are answered with %s", (_what, request, status) => {
    expect(scene.answeredBy({ ...request, status })).toEqual({ blue: 1 });
  });

  it.each([["a redirect", { host: "old.example.com", target: "/x?y" }, 301]])(
    "are answered with %s by the load balancer",
    (_what, request, status) => {
      expect(scene.ask({ ...request, status }).failed).toEqual({});
    },
  );

  it("change without a failed request, and are taken back", async () => {
    const load = scene.load({ target: "/cart", status: 200 });
    const reordered = { ...SHOP, routes: [...SHOP.routes!].reverse() };
    const fixed = {
      fixedResponse: { statusCode: 404, contentType: "text/html", body: "<p>nothing" },
    } as const;
    const { steps, problem } = await scene.blue([API, reordered], { defaultAction: fixed });
    expect({ steps, problem }).toEqual({ steps: ["update blue-ingress-ingress"], problem: "" });
    expect(rules().at(-1)).toBe(" -> 404 text/html <p>nothing");
    expect((await scene.blue([API, SHOP])).problem).toBe("");
    expect(rules().at(-1)).toBe(" -> 404 text/plain");
    expect(load.take().failed).toEqual({});
    load.stop();
  });
});
