import { change, type Change } from "./change.ts";

const PAGE = { content: { type: "colour-page" } };

/** The Gateway API: the controller's pods are replaced, and see it when they start. */
const GATEWAYS = {
  creates: ["GatewayClass", "LoadBalancerConfiguration"],
  updates: ["Release"],
} as const;

/** Applications, and what else comes with them. */
export const APPLICATION_CHANGES: readonly Change[] = [
  change(
    "apps",
    { "2048": PAGE },
    { updates: ["Deployment", "Ingress", "Service"], replaces: ["ConfigMap"] },
    { with: { app: undefined }, words: "the long form of app" },
  ),
  change("appOverrides", { "2048": { replicas: 3 } }, { updates: ["Deployment"] }),
  change(
    "appOverrides",
    { "2048": { absent: true } },
    {
      deletes: [
        "ConfigMap",
        "Deployment",
        "Namespace",
        "PodDisruptionBudget",
        "Service",
        "TargetGroupBinding",
      ],
      notices: ["during, after, on the way back: myeks-cluster2 does not answer"],
    },
    { of: "member" },
  ),
  change(
    "drained",
    true,
    {
      updates: ["Deployment"],
      deletes: ["TargetGroupBinding"],
      notices: ["after, on the way back: myeks-cluster2 does not answer"],
    },
    { of: "member" },
  ),
  change("drained", true, {
    updates: ["Deployment"],
    notices: ["after, on the way back: myeks does not answer"],
  }),
  change("addons.metricsServer", true, { creates: ["Addon"] }),
  change("addons.metricsServer.version", "v0.9.0-eksbuild.11", { creates: ["Addon"] }),
  change("addons.metricsServer.configuration", { replicas: 1 }, { creates: ["Addon"] }),
  change("addons.gatewayApi", true, GATEWAYS),
  change("addons.gatewayApi", true, GATEWAYS, { of: "member" }),
  change(
    "addons.gatewayApi",
    undefined,
    { updates: GATEWAYS.updates, deletes: GATEWAYS.creates },
    { before: { "addons.gatewayApi": true }, words: "none any more" },
  ),
  change("addons.gatewayApi.version", "1.6.1", GATEWAYS),
  change(
    "controller.version",
    "3.4.3",
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - controller.version is 3.4.3, which does not have its kinds for Gateways in version v1 yet; use 3.5.0',
    },
    { before: { "addons.gatewayApi": true }, words: "`3.4.3` beside the Gateway API" },
  ),
  change(
    "ingress.clientKeepAliveSeconds",
    60,
    { updates: ["Ingress"] },
    {
      with: {
        "ingress.desyncMitigation": "strictest",
        "ingress.forwardedFor": "preserve",
        "ingress.forwardedForClientPort": true,
        "ingress.preserveHostHeader": true,
        "ingress.tlsHeaders": true,
        "ingress.zonalShift": true,
      },
    },
  ),
  change("ingress.targetGroup.crossZone", false, {
    updates: ["Ingress"],
    notices: [
      "during, after: requests fail (NotSimulated: request (to a zone without targets, with cross-zone load balancing off))",
      "during, after: no cluster answers",
    ],
  }),
  change(
    "ingress.defaultAction.fixedResponse.statusCode",
    503,
    { updates: ["Ingress"] },
    {
      with: {
        "ingress.defaultAction.fixedResponse.contentType": "text/html",
        "ingress.defaultAction.fixedResponse.body": "<p>Back soon</p>",
      },
    },
  ),
  change(
    "ingress.defaultAction.redirect.host",
    "www.example.com",
    { updates: ["Ingress"] },
    {
      with: {
        "ingress.defaultAction.redirect.protocol": "HTTPS",
        "ingress.defaultAction.redirect.port": 443,
        "ingress.defaultAction.redirect.path": "/gone",
        "ingress.defaultAction.redirect.query": "from=#{path}",
        "ingress.defaultAction.redirect.statusCode": 301,
      },
    },
  ),
  change("ingress.defaultAction.app", "2048", { updates: ["Ingress"] }),
  change(
    "ingress.quotas.rulesPerLoadBalancer",
    200,
    {},
    {
      with: {
        "ingress.quotas.conditionValuesPerRule": 10,
        "ingress.quotas.conditionWildcardsPerRule": 10,
      },
    },
  ),
];
