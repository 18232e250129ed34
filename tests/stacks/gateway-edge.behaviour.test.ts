/** What an owner's stack has around a load balancer that the controller makes of a Gateway, and all that its routes can say. */
import { beforeAll, expect, it } from "vitest";
import { publicRecordSet } from "../../sim/aws/route53/lookup.ts";
import { addHostedZone } from "../../sim/aws/route53/operations.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const ZONE = { zone: { id: "Z1" } };
const HOSTS = ["www.example.com"];

const app = (order: number, routes: readonly object[], others: object = {}) => ({
  order,
  image: "registry.example.com/app:1",
  healthCheck: { path: "/healthz" },
  routes: routes.map((route) => ({ hosts: HOSTS, ...route })),
  ...others,
});

const APPS = {
  admin: app(1, [{ paths: [{ prefix: "/admin" }], sourceCidrs: ["198.51.100.0/24"] }]),
  api: app(2, [
    { paths: [{ exact: "/api/v1" }], methods: ["GET", "HEAD"] },
    { paths: [{ prefix: "/api" }], headers: [{ name: "x-tenant", values: ["gold", "a, b"] }] },
    { paths: [{ prefix: "/api" }], query: [{ key: "version", value: "2" }], rewrite: { prefix: "/v2" } },
  ]),
  calls: {
    ...app(3, [{ paths: [{ prefix: "/shop.Cart" }] }]),
    protocolVersion: "GRPC",
    healthCheck: {},
  },
  old: app(4, [
    {
      paths: [{ prefix: "/shop" }],
      redirect: { path: "/cart/#{path}", query: "from=shop&#{query}", statusCode: 301 },
    },
    { paths: [{ prefix: "/down" }], fixedResponse: { statusCode: 503, body: "Back soon" } },
  ]),
  web: app(5, [{ rewrite: { host: "web.internal" } }]),
};

const CONFIG: Changes = {
  app: undefined,
  apps: APPS as never,
  addons: { gatewayApi: true },
  certificate: ZONE,
  dns: ZONE,
  protection: { managedRules: "block" },
  logs: { access: true },
  alarms: { emails: ["ops@example.com"] },
  ingress: {
    kind: "gateway",
    inboundCidrs: ["0.0.0.0/0"],
    tls: { mutual: "passthrough" },
    idleTimeoutSeconds: 120,
    responseHeaders: { frameOptions: "DENY", strictTransportSecurity: { maxAgeSeconds: 300 } },
    defaultAction: { fixedResponse: { statusCode: 404, body: "Nothing here" } },
  },
};

const fleet = new LivingFleet();
const { cloud } = fleet;
let loadBalancerArn: string;

const elb = "elasticloadbalancing";

function listeners() {
  return cloud.call(cloud.administrator, elb, "DescribeListeners", { LoadBalancerArn: loadBalancerArn })
    .Listeners;
}

/** Conditions and what is done, without ARNs. */
function rulesOf(ListenerArn: string): readonly string[] {
  const { Rules } = cloud.call(cloud.administrator, elb, "DescribeRules", { ListenerArn });
  return Rules.filter(({ IsDefault }) => !IsDefault).map(({ Conditions, Actions, Transforms = [] }) => {
    const conditions = Conditions.map(
      ({ Field: _field, Values: _values, ...config }) => Object.values(config)[0],
    );
    const [{ Type, TargetGroupArn = "", FixedResponseConfig, RedirectConfig }] = Actions as [
      (typeof Actions)[number],
    ];
    const [, name = ""] = /targetgroup\/(.*)-[0-9a-f]{10}\//.exec(TargetGroupArn) ?? [];
    const transforms = Transforms.map((one) => one.UrlRewriteConfig ?? one.HostHeaderRewriteConfig);
    const parts = [...conditions, Type, FixedResponseConfig ?? RedirectConfig ?? name, ...transforms];
    return parts.map((part) => JSON.stringify(part).replaceAll('"', "")).join(" ");
  });
}

beforeAll(async () => {
  addHostedZone(cloud, { id: "Z1", name: "example.com", delegated: true });
  const { outputs } = await fleet.succeed("cluster1", CONFIG);
  loadBalancerArn = String(outputs["loadBalancerArn"]);
});

it("has listeners with the stack's certificate, which ask for those of clients, and add headers", () => {
  expect(listeners()).toMatchObject([
    { Port: 80 },
    { Port: 443, MutualAuthentication: { Mode: "passthrough" }, Certificates: [{}] },
  ]);
  const headers = listeners().map(({ ListenerArn }) =>
    cloud
      .call(cloud.administrator, elb, "DescribeListenerAttributes", { ListenerArn })
      .Attributes.filter(({ Value = "" }) => !["", "true"].includes(Value))
      .map(({ Key = "", Value }) => `${Key.split(".").at(-2)} ${Value}`),
  );
  expect(headers).toEqual([
    ["x_frame_options DENY"],
    ["strict_transport_security max-age=300", "x_frame_options DENY"],
  ]);
});

it("has the rules that its routes say, in the order of the Gateway API", () => {
  const [http, https] = listeners();
  const ofHost = (rule: string) => `{Values:[www.example.com]} ${rule}`;
  expect(rulesOf(http!.ListenerArn)).toEqual([
    "{Values:[/*]} redirect {Protocol:HTTPS,Port:443,Host:#{host},Path:/#{path},Query:#{query},StatusCode:HTTP_301}",
  ]);
  expect(rulesOf(https!.ListenerArn)).toEqual([
    ...[
      "{Values:[/shop.Cart/*]} forward k8s-game2048-calls",
      "{Values:[/api/v1]} {Values:[GET]} forward k8s-game2048-api",
      "{Values:[/api/v1]} {Values:[HEAD]} forward k8s-game2048-api",
      "{Values:[/admin,/admin/*]} {Values:[198.51.100.0/24]} forward k8s-game2048-admin",
      "{Values:[/shop,/shop/*]} redirect {Protocol:#{protocol},Port:#{port},Host:#{host},Path:/cart/#{path},Query:from=shop&#{query},StatusCode:HTTP_301}",
      "{Values:[/down,/down/*]} fixed-response {StatusCode:503,ContentType:text/plain,MessageBody:Back soon}",
      "{Values:[/api,/api/*]} {HttpHeaderName:x-tenant,Values:[gold,a, b]} forward k8s-game2048-api",
      "{Values:[/api,/api/*]} {Values:[{Key:version,Value:2}]} forward k8s-game2048-api {Rewrites:[{Regex:(^/api(/)?),Replace:/v2$2}]}",
      "{Values:[/*]} forward k8s-game2048-web {Rewrites:[{Regex:.*,Replace:web.internal}]}",
    ].map(ofHost),
    "{Values:[/*]} fixed-response {StatusCode:404,ContentType:text/plain,MessageBody:Nothing here}",
  ]);
});

it("has the names, a log, a web ACL and alarms as any other", () => {
  expect(publicRecordSet(cloud, HOSTS[0]!, "A")?.AliasTarget?.DNSName).toBeDefined();
  const { Attributes } = cloud.call(cloud.administrator, elb, "DescribeLoadBalancerAttributes", {
    LoadBalancerArn: loadBalancerArn,
  });
  expect(Attributes).toEqual(
    expect.arrayContaining([
      { Key: "access_logs.s3.enabled", Value: "true" },
      { Key: "idle_timeout.timeout_seconds", Value: "120" },
    ]),
  );
  const { WebACL } = cloud.call(cloud.administrator, "wafv2", "GetWebACLForResource", {
    ResourceArn: loadBalancerArn,
  });
  expect(WebACL).toBeDefined();
  const { MetricAlarms } = cloud.call(cloud.administrator, "cloudwatch", "DescribeAlarms", {});
  expect(MetricAlarms.length).toBeGreaterThan(0);
});

it("tells an ExternalDNS beside it to leave its routes alone", () => {
  const { api } = clustersOf(cloud).get("myeks")!;
  const routes = api.list("gateway.networking.k8s.io/v1/HTTPRoute");
  expect(routes.length).toBeGreaterThan(3);
  for (const { metadata } of routes) {
    expect(metadata.annotations).toMatchObject({ "external-dns.kubernetes.io/controller": "pulumi" });
  }
});
