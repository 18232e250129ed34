import { type Change, change, type ChangeOptions, type Effect, everywhere, inMembers } from "./change.ts";
import { APPS, PAGE, SHOP } from "./fleets.ts";

const POLICY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" }],
};

const BLOG = { ...PAGE, order: -2, routes: [{ hosts: ["blog.example.com"] }] };

/** All stacks get other applications, the owner first. */
function apps(words: string, value: object, effect: Effect, options: ChangeOptions = {}): Change {
  return change("apps", value, effect, { words, of: "all", fleet: "applications", ...options });
}

/** The container changes, by these fields. */
function shop(words: string, fields: object, effect: Effect, options: ChangeOptions = {}): Change {
  return apps(words, { ...APPS, shop: { ...SHOP, ...fields } }, effect, options);
}

/** Several applications behind the load balancer of the first cluster's controller. */
export const LIVING_APP_CHANGES: readonly Change[] = [
  shop(
    "one more route",
    { routes: [...SHOP.routes, { paths: [{ prefix: "/shop" }] }] },
    { updates: ["Ingress"] },
  ),
  shop(
    "its routes in another order",
    { order: 1 },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.routes[0] never gets a request, as apps.page.routes[0] takes all that it would; put app shop before page (a lower order), or remove it',
    },
  ),
  shop(
    "no route",
    { routes: [] },
    {
      refused:
        'stack "cluster1" would take away what other clusters serve by:\n  - shop, which has pods in myeks-cluster2, myeks-cluster3; put it back with retire: true, update this stack, then those of the clusters, and take it away once its targets there have drained\n',
    },
  ),
  shop(
    "one more host",
    { routes: [{ hosts: ["shop.example.com", "www.example.com"] }] },
    { updates: ["Ingress"] },
    { hosts: ["www.example.com"] },
  ),
  shop(
    "another host",
    { routes: [{ hosts: ["www.example.com"] }] },
    { updates: ["Ingress"] },
    { hosts: ["www.example.com"] },
  ),
  shop("another image", { image: "registry.example.com/shop:2" }, everywhere({ updates: ["Deployment"] })),
  shop(
    "resources",
    { resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } } },
    everywhere({ updates: ["Deployment"] }),
  ),
  shop("variables", { env: { COLOUR: "red" } }, everywhere({ updates: ["Deployment"] })),
  shop(
    "probes",
    { probes: { readiness: { path: "/ready" }, liveness: false } },
    everywhere({ updates: ["Deployment"] }),
  ),
  shop("another port", { port: 9090 }, everywhere({ updates: ["Deployment"] })),
  shop(
    "another health check",
    { healthCheck: { path: "/healthz", intervalSeconds: 20 } },
    { updates: ["Ingress", "Service"] },
  ),
  shop(
    "stickiness",
    { targetGroup: { stickiness: { type: "lb_cookie", durationSeconds: 60 } } },
    { updates: ["Ingress", "Service"] },
  ),
  shop(
    "target type instance",
    { targetType: "instance" },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.targetType is "instance" and was "ip", but shop has pods in myeks-cluster2, myeks-cluster3; set it back, describe it under another name beside this one, move the routes, and retire this one',
    },
  ),
  shop(
    "protocol GRPC",
    { protocolVersion: "GRPC" },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.protocolVersion is GRPC, which clients can speak to the load balancer by HTTPS alone; give tls with redirectHttp',
    },
  ),
  shop(
    "a role with a policy",
    { serviceAccount: { create: true, identity: "irsa", policies: { read: POLICY } } },
    everywhere({ creates: ["Role", "RolePolicy"], updates: ["Deployment", "ServiceAccount"] }),
  ),
  shop(
    "autoscaling",
    { autoscaling: { minReplicas: 2, maxReplicas: 4, cpuUtilization: 60 } },
    everywhere({ creates: ["Addon", "HorizontalPodAutoscaler"], updates: ["Deployment"] }),
  ),
  shop(
    "no replicas",
    { replicas: 0 },
    {
      deletes: ["Deployment"],
      others: inMembers({ deletes: ["Deployment"] }),
      notices: [
        "after: shop.example.com: myeks does not answer",
        "after, on the way back: shop.example.com: requests fail (status 503 of shop.example.com/)",
        "after, on the way back: shop.example.com: no cluster answers",
        "on the way back: shop.example.com: myeks-cluster2 does not answer",
        "on the way back: shop.example.com: myeks-cluster3 does not answer",
      ],
    },
  ),
  shop(
    "a namespace",
    { namespace: "shop" },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - apps.shop.namespace is "shop", but the Ingress is in "game-2048" and forwards to Services of its own namespace; leave it out, or set ingress.ownership to pulumi',
    },
  ),
  apps(
    "the page a container",
    { ...APPS, page: { image: "registry.example.com/page:1" } },
    {
      creates: ["Deployment", "PodDisruptionBudget", "ServiceAccount"],
      updates: ["Ingress", "Service"],
      deletes: ["ConfigMap", "Deployment", "PodDisruptionBudget"],
      others: inMembers({
        creates: ["Deployment", "PodDisruptionBudget", "ServiceAccount"],
        deletes: ["ConfigMap", "Deployment", "PodDisruptionBudget"],
      }),
    },
  ),
  apps(
    "the page external",
    { ...APPS, page: { external: { selector: { "app.kubernetes.io/name": "app-page" } } } },
    {
      updates: ["Ingress", "Service"],
      deletes: ["ConfigMap", "Deployment", "PodDisruptionBudget"],
      others: inMembers({
        updates: ["Service", "TargetGroupBinding"],
        deletes: ["ConfigMap", "Deployment", "PodDisruptionBudget"],
      }),
      notices: [
        "after: myeks does not answer",
        "after, on the way back: requests fail (status 503)",
        "after, on the way back: no cluster answers",
        "on the way back: myeks-cluster2 does not answer",
        "on the way back: myeks-cluster3 does not answer",
      ],
    },
  ),
  apps(
    "one more application",
    { ...APPS, blog: BLOG },
    {
      creates: ["ConfigMap", "Deployment", "PodDisruptionBudget", "Service"],
      updates: ["Ingress"],
      others: inMembers({
        creates: ["ConfigMap", "Deployment", "PodDisruptionBudget", "Service", "TargetGroupBinding"],
      }),
      notices: [
        "during: blog.example.com: requests fail (status 503 of blog.example.com/)",
        "during: blog.example.com: no cluster answers",
        "after, on the way back: blog.example.com: myeks-cluster2 does not answer",
        "after, on the way back: blog.example.com: myeks-cluster3 does not answer",
      ],
    },
    { hosts: ["blog.example.com"], back: [{ apps: { ...APPS, blog: { ...BLOG, retire: true } } }] },
  ),
  apps(
    "one application less",
    { page: PAGE },
    {
      refused:
        'stack "cluster1" would take away what other clusters serve by:\n  - shop, which has pods in myeks-cluster2, myeks-cluster3; put it back with retire: true, update this stack, then those of the clusters, and take it away once its targets there have drained\n',
    },
  ),
  apps(
    "another name",
    { page: PAGE, store: SHOP },
    {
      refused:
        'stack "cluster1" would take away what other clusters serve by:\n  - shop, which has pods in myeks-cluster2, myeks-cluster3; put it back with retire: true, update this stack, then those of the clusters, and take it away once its targets there have drained\n',
    },
  ),
  shop(
    "retire",
    { retire: true },
    {
      others: inMembers({
        deletes: ["Deployment", "PodDisruptionBudget", "Service", "ServiceAccount", "TargetGroupBinding"],
      }),
      notices: [
        "after, on the way back: shop.example.com: myeks-cluster2 does not answer",
        "after, on the way back: shop.example.com: myeks-cluster3 does not answer",
      ],
    },
  ),
  change(
    "appOverrides",
    { shop: { absent: true } },
    {
      deletes: ["Deployment", "PodDisruptionBudget", "Service", "ServiceAccount", "TargetGroupBinding"],
      notices: ["after, on the way back: shop.example.com: myeks-cluster2 does not answer"],
    },
    { of: "member", fleet: "applications" },
  ),
  change(
    "appOverrides",
    { shop: { absent: true } },
    {
      deletes: ["Deployment", "PodDisruptionBudget", "ServiceAccount"],
      notices: ["after, on the way back: shop.example.com: myeks does not answer"],
    },
    { fleet: "applications" },
  ),
  change(
    "ingress.ownership",
    "both",
    {
      creates: [
        "Listener",
        "ListenerRule",
        "LoadBalancer",
        "SecurityGroup",
        "TargetGroup",
        "TargetGroupBinding",
      ],
      others: inMembers({ creates: ["TargetGroupBinding"] }),
    },
    { fleet: "applications", words: "both, with several applications" },
  ),
];
