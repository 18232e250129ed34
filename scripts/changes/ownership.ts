import { type Change, change, inMembers } from "./change.ts";

const CLUSTERS = { myeks: 100, "myeks-cluster2": 100, "myeks-cluster3": 100 };

/** What a primary has before, whose load balancer Pulumi makes. */
const PULUMI = { "ingress.ownership": "pulumi" };

const GATEWAY_API = { "addons.gatewayApi": true };

const INGRESS_FIRST = { ...GATEWAY_API, "ingress.kind": "ingress-and-gateway" };

const GATEWAY_FIRST = { ...GATEWAY_API, "ingress.kind": "gateway-and-ingress" };

const GATEWAY = { ...GATEWAY_API, "ingress.kind": "gateway" };

const PULUMI_GROUPS = { "ingress.targetGroups": "pulumi" };

const NOT_BESIDE =
  'stack "cluster1" would take away what other clusters serve by:\n  - 2048, which has pods in myeks-cluster2, myeks-cluster3, and target groups of Pulumi behind an Ingress or a Gateway (ingress.targetGroups: pulumi) cannot be had beside others; set it back, or destroy the stacks of the clusters (pulumi destroy --stack <member>), update this one, and bring them up again\n';

const PREPARED = { ...PULUMI, "ingress.prepareTraffic": true, weights: { default: CLUSTERS } };

const WEIGHTED = { ...PREPARED, "ingress.traffic": "weighted" };

/** Who makes the load balancer, and how requests are shared out. */
export const OWNERSHIP_CHANGES: readonly Change[] = [
  change("edgeName", "edge", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - edgeName is "edge", but a primary is named by clusterName; remove it, or set role to edge',
  }),
  change("ingress.ownership", "both", {
    creates: [
      "Listener",
      "ListenerRule",
      "LoadBalancer",
      "SecurityGroup",
      "TargetGroup",
      "TargetGroupBinding",
    ],
    others: inMembers({ creates: ["TargetGroupBinding"] }),
  }),
  change("ingress.ownership", "pulumi", {
    refused:
      'stack "cluster1" would take away what other clusters serve by:\n  - 2048, which has pods in myeks-cluster2, myeks-cluster3, and nothing of what there is now would stay; have both for a while (ingress.ownership: both), update this stack, then those of the clusters, and switch after that\n',
  }),
  change("ingress.targetGroups", "pulumi", {
    refused: NOT_BESIDE,
  }),
  change(
    "ingress.targetGroups",
    "pulumi",
    {
      refused: NOT_BESIDE,
    },
    { before: PULUMI, with: { "ingress.ownership": "controller" } },
  ),
  ...[["ingress", "gateway"] as const, ["gateway", "ingress"] as const].map(([before, after]) =>
    change(
      "ingress.kind",
      after,
      { refused: NOT_BESIDE },
      { before: { ...GATEWAY_API, ...PULUMI_GROUPS, "ingress.kind": before } },
    ),
  ),
  change("ingress.kind", "gateway", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - ingress.kind is gateway, and the cluster has no Gateway API; set addons.gatewayApi to true',
  }),
  change(
    "ingress.kind",
    "gateway",
    {
      refused:
        'stack "cluster1" would take away what other clusters serve by:\n  - 2048, which has pods in myeks-cluster2, myeks-cluster3, and nothing of what there is now would stay; have both for a while (ingress.kind: ingress-and-gateway, or gateway-and-ingress on the way back), update this stack, then those of the clusters, and switch after that\n',
    },
    { before: GATEWAY_API },
  ),
  change(
    "ingress.kind",
    "ingress-and-gateway",
    {
      creates: ["Gateway", "HTTPRoute", "LoadBalancerConfiguration", "TargetGroupConfiguration"],
      others: inMembers({ creates: ["TargetGroupBinding"] }),
    },
    { before: GATEWAY_API },
  ),
  change(
    "ingress.kind",
    "gateway-and-ingress",
    { creates: ["Ingress"], others: inMembers({ creates: ["TargetGroupBinding"] }) },
    { before: GATEWAY },
  ),
  change(
    "ingress.kind",
    "gateway-and-ingress",
    { updates: ["Gateway", "HTTPRoute", "Ingress"] },
    { before: INGRESS_FIRST },
  ),
  change(
    "ingress.kind",
    "gateway",
    { deletes: ["Ingress"], others: inMembers({ deletes: ["TargetGroupBinding"] }) },
    { before: GATEWAY_FIRST },
  ),
  change("ingress.groupName", "shared", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - ingress.groupName is "shared", but was not set\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "ingress.prepareTraffic",
    true,
    {
      creates: ["TargetGroup", "TargetGroupBinding"],
      updates: ["ListenerRule"],
      others: inMembers({ creates: ["TargetGroupBinding"] }),
    },
    { before: PULUMI, with: { weights: { default: CLUSTERS } } },
  ),
  change(
    "ingress.traffic",
    "weighted",
    {
      refused:
        'stack "cluster1" would take away what other clusters serve by:\n  - 2048, which has pods in myeks-cluster2, myeks-cluster3, and nothing of what there is now would stay; have both for a while (ingress.prepareTraffic: true, with traffic as it was), update this stack, then those of the clusters, and switch after that\n',
    },
    { before: PULUMI, with: { weights: { default: CLUSTERS } } },
  ),
  change("ingress.traffic", "weighted", { updates: ["ListenerRule"] }, { before: PREPARED }),
  change(
    "weights",
    { default: { ...CLUSTERS, myeks: 0 } },
    { updates: ["ListenerRule"], notices: ["after: myeks does not answer"] },
    { before: WEIGHTED },
  ),
  change(
    "weights",
    { default: { ...CLUSTERS, "myeks-cluster4": 1 } },
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - weights.default.myeks-cluster4 is 1, but the cluster is not bound to its target group yet; begin with 0, update this stack, then that of the cluster, and raise it after that',
    },
    { before: WEIGHTED },
  ),
  change(
    "weights",
    { default: { myeks: 100, "myeks-cluster2": 100 } },
    {
      refused:
        'stack "cluster1" would take away what other clusters serve by:\n  - 2048, which has pods in myeks-cluster3, which weights do not name any more; put it back there with 0, drain it (drained: true in its stack) or destroy its stack, and take it out after that\n',
    },
    { before: { ...WEIGHTED, "ingress.prepareTraffic": false } },
  ),
  change("ingress.clusterStickinessSeconds", 300, { updates: ["ListenerRule"] }, { before: WEIGHTED }),
  change(
    "ingress.listenerArn",
    "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/other/0123456789abcdef/0123456789abcdef",
    {
      refused:
        'SharedLoadBalancer "myeks-alb": it has a load balancer of its own, and listenerArn is given; make another SharedLoadBalancer beside it, let clusters bind both, and remove this one then',
    },
    { before: PULUMI, with: { "ingress.priorityFrom": 1000 } },
  ),
  change(
    "ingress.scheme",
    "internal",
    {
      refused:
        'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - ingress.scheme is "internal", but was "internet-facing"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    },
    { before: PULUMI },
  ),
  change(
    "drained",
    true,
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - drained is true, but weights give myeks requests for 2048, and nobody would answer them; set its weight to 0 too',
    },
    { before: WEIGHTED },
  ),
  change(
    "drained",
    true,
    {
      updates: ["Deployment"],
      deletes: ["TargetGroupBinding"],
      notices: ["after, on the way back: myeks does not answer"],
    },
    { before: PULUMI },
  ),
];
