import { expect, it } from "vitest";
import {
  MultiClusterIngress,
  type CreateIngressArgs,
  type IngressAppArgs,
  type Route,
} from "../../../../components/index.ts";

const TARGET_GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/0123456789abcdef";
const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/c";

function app(name: string, routes: readonly Route[], others: Partial<IngressAppArgs> = {}): IngressAppArgs {
  return { name, selector: { app: name }, containerPort: 8080, routes, ...others };
}

function problems(apps: readonly IngressAppArgs[], args: Partial<CreateIngressArgs> = {}): readonly string[] {
  return MultiClusterIngress.problems("web", {
    mode: "create",
    clusterName: "blue",
    namespace: "shops",
    backendSecurityGroupId: "sg-0123456789abcdef0",
    kind: "gateway",
    vpcId: "vpc-0123456789abcdef0",
    apps,
    ...args,
  }).map(({ path, reason }) => `${path} ${reason}`);
}

const NO_WORD = "which routes of a Gateway have no word for";

it.each<[string, Route, readonly string[]]>([
  [
    "hosts",
    { hosts: ["*.example.com", "a.*.example.com", "a?.example.com"] },
    [
      'hosts[1] is "a.*.example.com"; use a host without wildcards but for a *. at its beginning, which is what routes of a Gateway take',
      'hosts[2] is "a?.example.com"; use a host without wildcards but for a *. at its beginning, which is what routes of a Gateway take',
    ],
  ],
  [
    "paths",
    { paths: [{ exact: "/a.b" }, { exact: "/a//b" }, { prefix: "/a/../b" }, { pattern: "/*.png" }] },
    [
      'paths[1].exact is "/a//b"; use a path without double quotes, empty parts and parts of dots alone, which is what routes of a Gateway take',
      'paths[2].prefix is "/a/../b"; use a path without double quotes, empty parts and parts of dots alone, which is what routes of a Gateway take',
      `paths[3].pattern is "/*.png", ${NO_WORD}; use exact or prefix, or an Ingress (kind: ingress)`,
    ],
  ],
  [
    "headers",
    {
      headers: [
        { name: "x-a", values: ["b", "c, d"] },
        { name: "X-A", values: ["e*"] },
      ],
    },
    [
      `headers[1].name is "x-a" for the second time, ${NO_WORD}; use an Ingress (kind: ingress)`,
      `headers[1].values[0] is the pattern "e*", ${NO_WORD}; give the whole value, or use an Ingress (kind: ingress)`,
    ],
  ],
  [
    "query",
    { query: [{ key: "a", value: "1" }, { value: "2" }, { key: "b*", value: "3?" }] },
    [
      `query[1].key is missing, ${NO_WORD}; name the parameter`,
      'query[2].key is "b*"; use a name of letters, digits and any of ! # $ % & \' + - . ^ _ ` | ~, which is what routes of a Gateway take',
      `query[2].value is the pattern "3?", ${NO_WORD}; give the whole value, or use an Ingress (kind: ingress)`,
    ],
  ],
  [
    "methods",
    { methods: ["PATCH", "PURGE"] },
    ['methods[1] is "PURGE"; use one of GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH'],
  ],
  [
    "rewritten prefixes",
    { paths: [{ prefix: "/a-b" }, { prefix: "/a$" }, { prefix: "/" }], rewrite: { prefix: "/c" } },
    [
      'paths[1].prefix is "/a$"; use a prefix that has more than / and neither $ nor +, as the controller cannot replace others for a Gateway',
      'paths[2].prefix is "/"; use a prefix that has more than / and neither $ nor +, as the controller cannot replace others for a Gateway',
    ],
  ],
  [
    "redirects",
    { redirect: { protocol: "HTTPS", host: "www.#{host}", path: "/a*" } },
    [
      `redirect.host is "www.#{host}", ${NO_WORD}; give a host, or leave it out`,
      "redirect.port must be given with protocol, whose own port a Gateway takes otherwise; add it",
      'redirect.path is "/a*", with a wildcard that a Gateway\'s redirects cannot have',
    ],
  ],
])("refuses %s that routes of a Gateway cannot say", (_, route, expected) => {
  expect(problems([app("shop", [route])])).toEqual(expected.map((one) => `apps[0].routes[0].${one}`));
});

it("refuses what calls of gRPC have not", () => {
  const route: Route = {
    paths: [{ exact: "/shop.Cart/Add" }, { exact: "/a" }, { prefix: "/shop.Cart" }, { prefix: "/a/b" }],
    methods: ["POST"],
    query: [{ key: "a", value: "1" }],
  };
  const args = { tls: { certificateArns: [CERTIFICATE] } };
  const leave = `is not for routes of gRPC, ${NO_WORD}; leave it out, or use an Ingress (kind: ingress)`;
  expect(problems([app("cart", [route], { protocolVersion: "GRPC" })], args)).toEqual([
    `apps[0].routes[0].query ${leave}`,
    `apps[0].routes[0].methods ${leave}`,
    'apps[0].routes[0].paths[1].exact is "/a"; use /service/Method, as gRPC has no other paths',
    'apps[0].routes[0].paths[3].prefix is "/a/b"; use /service, as routes of gRPC have no other prefixes',
  ]);
});

it("refuses other hosts for a target group that the controller makes, and not for one of Pulumi", () => {
  const routes = [{ hosts: ["a.example.com"] }, { hosts: ["b.example.com"] }];
  const remedy = "name the same hosts in all, or let Pulumi make the target groups (targetGroups: pulumi)";
  expect(problems([app("shop", routes)])).toEqual([
    `apps[0].routes[1].hosts are others than those of apps.shop.routes[0], and a Gateway would have a target group for each; ${remedy}`,
  ]);
  expect(problems([app("shop", routes, { targetGroupArn: TARGET_GROUP })])).toEqual([]);
  expect(problems([app("shop", routes.slice(1))], { defaultAction: { app: "shop" } })).toEqual([
    `apps[0].routes[0].hosts are not all, and with defaultAction.app "shop" a Gateway would have a target group for others, too; ${remedy}`,
  ]);
});

it("refuses an order of routes that a Gateway would not keep, where it makes a difference", () => {
  const byHeader: Route = { headers: [{ name: "x-version", values: ["2"] }] };
  const byPath: Route = { paths: [{ prefix: "/api" }] };
  const first =
    "goes before apps.new.routes[0] by the Gateway API, which tries the more specific one first, and some requests are for both; put it first here, too, or tell them apart by host, path or method";
  expect(problems([app("new", [byHeader]), app("api", [byPath])])).toEqual([`apps[1].routes[0] ${first}`]);
  expect(problems([app("api", [byPath]), app("new", [byHeader])])).toEqual([]);
  // Those of one app do the same.
  expect(problems([app("api", [byHeader, byPath])])).toEqual([]);
  const elsewhere: Route = { paths: [{ prefix: "/api" }], methods: ["GET"] };
  expect(problems([app("new", [{ ...byHeader, methods: ["POST"] }]), app("api", [elsewhere])])).toEqual([]);
});

it("refuses routes of two apps that are as specific as each other", () => {
  const byHeader = (name: string): Route => ({ headers: [{ name, values: ["1"] }] });
  expect(problems([app("a", [byHeader("x-a")]), app("b", [byHeader("x-b")])])).toEqual([
    "apps[1].routes[0] is as specific as apps.a.routes[0] to a Gateway, which tries the older one of the two first; tell them apart by host, path or method",
  ]);
});

it("takes as many rules, and values in a rule, as AWS does", () => {
  const prefixes = (count: number): Route => ({
    paths: Array.from({ length: count }, (_, index) => ({ prefix: `/p${index}` })),
  });
  const cidrs = (count: number): Route => ({
    hosts: ["shop.example.com"],
    paths: [{ exact: "/a" }],
    sourceCidrs: Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`),
  });
  expect(problems([app("shop", [cidrs(3)])])).toEqual([]);
  expect(problems([app("shop", [cidrs(4)])])).toEqual([
    "apps[0].routes[0] needs rules with 6 values (one host, one path of which a prefix counts twice, one method, all of headers, query and sourceCidrs), and a rule has at most 5; make several routes of it",
  ]);
  expect(problems([app("shop", [prefixes(64)])], { quotas: { rulesPerLoadBalancer: 64 } })).toEqual([]);
  expect(problems([app("shop", [prefixes(64)])], { quotas: { rulesPerLoadBalancer: 63 } })).toEqual([
    "apps need 64 rules behind a Gateway, one for each host with each path and method, and a load balancer has at most 63; use fewer, or have the quota raised and say so by quotas.rulesPerLoadBalancer",
  ]);
  expect(problems([app("shop", [prefixes(65)])])).toEqual([
    "apps[0].routes have 65 paths and methods in one rule for the same hosts, and a route of a Gateway at most 64; use fewer, or an Ingress (kind: ingress)",
  ]);
});

it("refuses names and groups that a Gateway does not have, and what cannot be there twice", () => {
  const shop = app("shop", [{}], { service: { existing: "theirs", port: "http" } });
  expect(problems([shop], { groupName: "all", gatewayName: "-" })).toEqual([
    'gatewayName is "-"; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end',
  ]);
  expect(problems([shop], { groupName: "all" })).toEqual([
    "groupName is for Ingresses that share a load balancer, which a Gateway has for itself; leave it out",
    'apps[0].service.port is "http", and routes of a Gateway know ports by number; give the number',
  ]);
  const bound = app("shop", [{}], { targetGroupArn: TARGET_GROUP });
  expect(problems([bound], { kind: "gateway-and-ingress", loadBalancerName: "web" })).toEqual([
    'loadBalancerName is "web", but with an Ingress and a Gateway there are two load balancers, and AWS has a name once; leave it out',
    "apps[0].targetGroupArn is given, but a target group belongs to one load balancer, and with an Ingress and a Gateway there are two; leave it out",
  ]);
});
