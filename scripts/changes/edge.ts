import { type Change, change, type ChangeOptions, type Effect, inMembers } from "./change.ts";
import { APPS, PAGE, SHOP, WEIGHTS } from "./fleets.ts";

const ON_EDGE = { fleet: "edge" } as const;

function apps(words: string, value: object, effect: Effect, options: ChangeOptions = {}): Change {
  return change("apps", value, effect, { words, of: "all", ...ON_EDGE, ...options });
}

function shop(words: string, fields: object, effect: Effect, options: ChangeOptions = {}): Change {
  return apps(words, { ...APPS, shop: { ...SHOP, ...fields } }, effect, options);
}

const BLOG = { ...PAGE, order: -2, routes: [{ hosts: ["blog.example.com"] }] };

/** Several applications behind the load balancer of an edge, which shares requests out by weights. */
export const EDGE_CHANGES: readonly Change[] = [
  apps(
    "one more application",
    { ...APPS, blog: BLOG },
    {
      creates: ["ListenerRule", "TargetGroup"],
      others: inMembers({
        creates: ["ConfigMap", "Deployment", "PodDisruptionBudget", "Service", "TargetGroupBinding"],
      }),
      notices: [
        "after, on the way back: blog.example.com: requests fail (status 503 of blog.example.com/)",
        "after, on the way back: blog.example.com: no cluster answers",
        "after: blog.example.com: myeks-cluster3 does not answer",
      ],
    },
    { hosts: ["blog.example.com"], back: [{ apps: { ...APPS, blog: { ...BLOG, retire: true } } }] },
  ),
  apps(
    "one application less",
    { page: PAGE },
    {
      refused:
        'stack "edge" would take away what other clusters serve by:\n  - shop, which has pods in myeks-cluster2, myeks-cluster3; put it back with retire: true, update this stack, then those of the clusters, and take it away once its targets there have drained\n',
    },
  ),
  shop(
    "one more route",
    { routes: [...SHOP.routes, { paths: [{ prefix: "/shop" }] }] },
    { creates: ["ListenerRule"] },
  ),
  shop(
    "another host",
    { routes: [{ hosts: ["www.example.com"] }] },
    { creates: ["ListenerRule"], deletes: ["ListenerRule"] },
    { hosts: ["www.example.com"] },
  ),
  shop("another port", { port: 9090 }, { others: inMembers({ updates: ["Deployment"] }) }),
  shop(
    "target type instance",
    { targetType: "instance" },
    {
      refused:
        'the configuration of stack "edge" has a problem (Pulumi.edge.yaml):\n  - apps.shop.targetType is "instance" and was "ip", but shop has pods in myeks-cluster2, myeks-cluster3; set it back, describe it under another name beside this one, move the routes, and retire this one',
    },
  ),
  shop(
    "another health check",
    { healthCheck: { path: "/healthz", intervalSeconds: 20 } },
    { updates: ["TargetGroup"] },
  ),
  shop(
    "another namespace",
    { namespace: "shop" },
    {
      refused:
        'the configuration of stack "edge" has a problem (Pulumi.edge.yaml):\n  - apps.shop.namespace is "shop" and was not set, but shop has pods in myeks-cluster2, myeks-cluster3; set it back, describe it under another name beside this one, move the routes, and retire this one',
    },
  ),
  apps(
    "the page a container",
    { ...APPS, page: { image: "registry.example.com/page:1" } },
    {
      updates: ["TargetGroup"],
      others: inMembers({
        creates: ["Deployment", "PodDisruptionBudget", "ServiceAccount"],
        deletes: ["ConfigMap", "Deployment", "PodDisruptionBudget"],
      }),
    },
  ),
  change(
    "weights",
    { default: { ...WEIGHTS.default, "myeks-cluster3": 0 } },
    {
      updates: ["ListenerRule"],
      notices: [
        "after: myeks-cluster3 does not answer",
        "after: shop.example.com: myeks-cluster3 does not answer",
      ],
    },
    ON_EDGE,
  ),
  change(
    "weights",
    { default: { "myeks-cluster2": 100 } },
    {
      refused:
        'stack "edge" would take away what other clusters serve by:\n  - page, which has pods in myeks-cluster3, which weights do not name any more; put it back there with 0, drain it (drained: true in its stack) or destroy its stack, and take it out after that\n  - shop, which has pods in myeks-cluster3, which weights do not name any more; put it back there with 0, drain it (drained: true in its stack) or destroy its stack, and take it out after that\n',
    },
    ON_EDGE,
  ),
  change(
    "weights",
    { ...WEIGHTS, shop: { "myeks-cluster2": 100, "myeks-cluster3": 1 } },
    { updates: ["ListenerRule"] },
    ON_EDGE,
  ),
  change(
    "ingress.prepareTraffic",
    true,
    {
      creates: ["TargetGroup"],
      updates: ["ListenerRule"],
      others: inMembers({ creates: ["TargetGroupBinding"] }),
    },
    ON_EDGE,
  ),
  change(
    "ingress.traffic",
    "shared",
    { updates: ["ListenerRule"] },
    { ...ON_EDGE, before: { "ingress.prepareTraffic": true } },
  ),
  change(
    "ingress.traffic",
    "shared",
    {
      refused:
        'the configuration of stack "edge" has a problem (Pulumi.edge.yaml):\n  - ingress.traffic is shared, but myeks-cluster2, myeks-cluster3 are not in the target group that all clusters share for shop, page yet; keep weighted with ingress.prepareTraffic: true, update this stack, then those of the clusters, and change it after that',
    },
    { ...ON_EDGE, with: { "ingress.prepareTraffic": true } },
  ),
  change(
    "ingress.responseHeaders.server",
    false,
    {
      updates: ["Listener"],
      notices: [
        'on the way back: edge is refused, SharedLoadBalancer "edge-alb": headers are gone from responseHeaders, and Pulumi\'s AWS provider cannot take a header off a listener; set them back, or\n' +
          "  aws elbv2 modify-listener-attributes --listener-arn arn:aws:elasticloadbalancing:ap-northeast-2:...:listener/app/edgea-.../.../... --attributes Key=routing.http.response.x_frame_options.header_value,Value=\n" +
          "  pulumi refresh\n" +
          "and update then",
      ],
    },
    { ...ON_EDGE, with: { "ingress.responseHeaders.frameOptions": "DENY" } },
  ),
  change(
    "ingress.responseHeaders.frameOptions",
    "SAMEORIGIN",
    { updates: ["Listener"] },
    { ...ON_EDGE, before: { "ingress.responseHeaders.frameOptions": "DENY" } },
  ),
  change(
    "ingress.scheme",
    "internal",
    {
      refused:
        'member stacks use what stack "edge" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - ingress.scheme is "internal", but was "internet-facing"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    },
    ON_EDGE,
  ),
  change(
    "appOverrides",
    { shop: { absent: true } },
    {
      refused:
        'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n  - appOverrides.shop.absent is true, but weights give myeks-cluster2 requests for shop, and nobody would answer them; set weights.shop.myeks-cluster2 to 0 in stack "edge" first (pulumi up --stack edge)',
    },
    { of: "member", ...ON_EDGE },
  ),
  change(
    "drained",
    true,
    {
      refused:
        'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n  - drained is true, but weights give myeks-cluster2 requests for shop, page, and nobody would answer them; set its weight to 0 in stack "edge" first (pulumi up --stack edge)',
    },
    { of: "member", ...ON_EDGE },
  ),
];
