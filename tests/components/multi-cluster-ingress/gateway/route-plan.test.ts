import { expect, it } from "vitest";
import { resolveCreateArgs } from "../../../../components/multi-cluster-ingress/resolve.ts";
import { planGatewayRoutes } from "../../../../components/multi-cluster-ingress/gateway/route-plan.ts";
import type { CreateIngressArgs, IngressAppArgs, Route } from "../../../../components/index.ts";

const TARGET_GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/0123456789abcdef";

function app(
  name: string,
  routes: readonly Route[] | undefined,
  others: Partial<IngressAppArgs> = {},
): IngressAppArgs {
  return { name, selector: { app: name }, containerPort: 8080, ...(routes && { routes }), ...others };
}

/** `kind name [hosts]: rules` */
function plan(apps: readonly IngressAppArgs[], args: Partial<CreateIngressArgs> = {}): readonly string[] {
  const resolved = resolveCreateArgs("web", {
    mode: "create",
    clusterName: "blue",
    namespace: "shops",
    backendSecurityGroupId: "sg-0123456789abcdef0",
    kind: "gateway",
    apps,
    ...args,
  });
  return planGatewayRoutes(resolved).map(({ kind, name, hosts, rules }) => {
    const texts = rules.map(({ matches, action }) => {
      const paths = matches.map(
        ({ path, method = "" }) => `${method}${path.type === "Exact" ? "=" : ""}${path.value}`,
      );
      return `${paths.join(" ")} ${action.type}`;
    });
    return `${kind} ${name} [${hosts.join(" ")}]: ${texts.join(", ")}`;
  });
}

it("has a route for each app, with a rule for each of its routes", () => {
  expect(
    plan([
      app("shop", [
        {
          hosts: ["Shop.example.com"],
          paths: [{ exact: "/a" }, { prefix: "/b/" }],
          methods: ["GET", "HEAD"],
        },
        { hosts: ["shop.example.com"] },
      ]),
      app("page", undefined),
    ]),
  ).toEqual([
    "HTTPRoute shop [shop.example.com]: GET=/a HEAD=/a GET/b HEAD/b forward, / forward",
    "HTTPRoute page []: / forward",
  ]);
});

it("has a route for each set of hosts, of which the one that forwards is named as the app", () => {
  const routes: readonly Route[] = [
    { hosts: ["old.example.com"], redirect: { host: "shop.example.com" } },
    { hosts: ["shop.example.com", "www.example.com"] },
    {
      hosts: ["www.example.com", "shop.example.com"],
      paths: [{ prefix: "/down" }],
      fixedResponse: { statusCode: 503 },
    },
  ];
  expect(plan([app("shop", routes)])).toEqual([
    expect.stringMatching(/^HTTPRoute shop-[0-9a-f]{8} \[old\.example\.com\]: \/ redirect$/),
    "HTTPRoute shop [shop.example.com www.example.com]: / forward, /down fixedResponse",
  ]);
});

it("names routes to target groups of others by their hosts, so that none is ever for other hosts than before", () => {
  const hosts = (...names: readonly string[]) =>
    plan([
      app(
        "shop",
        names.map((name) => ({ hosts: [name] })),
        { targetGroupArn: TARGET_GROUP },
      ),
    ]);
  const [a, b] = hosts("a.example.com", "b.example.com");
  expect(hosts("b.example.com")).toEqual([b]);
  expect(hosts("c.example.com", "a.example.com")[1]).toBe(a);
});

it("replaces each prefix by a rule of its own", () => {
  const route: Route = { paths: [{ prefix: "/a" }, { prefix: "/b" }], rewrite: { prefix: "/" } };
  expect(plan([app("shop", [route])])).toEqual(["HTTPRoute shop []: /a forward, /b forward"]);
});

it("has routes of gRPC for an app that serves it", () => {
  const routes: readonly Route[] = [{ paths: [{ exact: "/shop.Cart/Add" }] }];
  expect(plan([app("cart", routes, { protocolVersion: "GRPC" })])).toEqual([
    "GRPCRoute cart []: =/shop.Cart/Add forward",
  ]);
});

it("answers what no route takes, unless the load balancer does so itself or some route takes everything", () => {
  const shop = app("shop", [{ hosts: ["shop.example.com"] }]);
  const closed = { fixedResponse: { statusCode: 503 } };
  const ofShop = "HTTPRoute shop [shop.example.com]: / forward";
  expect(plan([shop])).toEqual([ofShop]);
  expect(plan([shop], { defaultAction: closed })).toEqual([
    ofShop,
    "HTTPRoute web-default []: / fixedResponse",
  ]);
  expect(plan([app("page", undefined)], { defaultAction: closed })).toEqual(["HTTPRoute page []: / forward"]);
});

it("sends what no route takes to an app by a rule of the app's own", () => {
  const shop = app("shop", [{ hosts: ["shop.example.com"] }]);
  const page = app("page", []);
  expect(plan([shop, page], { defaultAction: { app: "page" } })).toEqual([
    "HTTPRoute shop [shop.example.com]: / forward",
    "HTTPRoute page []: / forward",
  ]);
});
