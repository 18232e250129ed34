import { change, inMembers, type Change } from "./change.ts";
import { APPS, PAGE } from "./fleets.ts";

const ON = { before: { "alarms.minutes": 3 } } as const;
const TOPIC = ["Topic", "TopicPolicy"] as const;
const BLOG = { ...PAGE, order: -2, routes: [{ hosts: ["blog.example.com"] }] };

/** Alarms of the load balancer and of the applications behind it. */
export const ALARM_CHANGES: readonly Change[] = [
  change(
    "alarms.emails",
    ["operators@example.com"],
    { creates: ["Dashboard", "MetricAlarm", "Topic", "TopicPolicy", "TopicSubscription"] },
    { with: { "alarms.minutes": 2 } },
  ),
  change("alarms.minutes", 2, { creates: ["Dashboard", "MetricAlarm", ...TOPIC] }, { fleet: "edge" }),
  change("alarms.minutes", undefined, { deletes: ["Dashboard", "MetricAlarm", ...TOPIC] }, ON),
  change(
    "alarms.unhealthyTargets",
    2,
    { updates: ["MetricAlarm"] },
    {
      ...ON,
      with: {
        "alarms.healthyTargets": 1,
        "alarms.targetErrors": 100,
        "alarms.connectionErrors": 100,
        "alarms.responseTime": 0.5,
        "alarms.loadBalancerErrors": 100,
        "alarms.rejectedConnections": 10,
      },
    },
  ),
  change(
    "alarms.healthyTargets",
    7,
    {
      updates: ["MetricAlarm"],
      notices: ["after: alarm myeks-alarms-2048-healthy-targets goes off"],
    },
    { ...ON, words: "more than there are" },
  ),
  change("alarms.newConnections", 100_000, { creates: ["MetricAlarm"], updates: ["Dashboard"] }, ON),
  change("alarms.responseTime", false, { updates: ["Dashboard"], deletes: ["MetricAlarm"] }, ON),
  change("alarms.dashboard", false, { deletes: ["Dashboard"] }, ON),
  change(
    "alarms.certificateDays",
    20,
    { updates: ["MetricAlarm"] },
    {
      before: {
        ...ON.before,
        "certificate.zone": { id: "ZEXAMPLE" },
        "certificate.names": ["example.com"],
      },
    },
  ),
  change(
    "alarms.blockedRequests",
    1000,
    { updates: ["MetricAlarm"] },
    { before: { ...ON.before, "protection.managedRules": "count" } },
  ),
  change(
    "tags",
    { team: "web" },
    {
      updates: [
        "InternetGateway",
        "Listener",
        "ListenerRule",
        "LoadBalancer",
        "MetricAlarm",
        "Policy",
        "RouteTable",
        "SecurityGroup",
        "Subnet",
        "TargetGroup",
        "Topic",
        "Vpc",
      ],
    },
    { ...ON, fleet: "edge", words: "others, with alarms" },
  ),
  change(
    "alarms.topicArn",
    "arn:aws:sns:ap-northeast-2:123456789012:nobody",
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - alarms.topicArn is "arn:aws:sns:ap-northeast-2:...:nobody", but the account has no such topic, and alarms would reach nobody; make it, or name one that is there',
    },
    { ...ON, words: "one that is not there" },
  ),
  change("alarms.topicArn", "<topic>", { updates: ["MetricAlarm"], deletes: TOPIC }, ON),
  change(
    "apps",
    { ...APPS, blog: BLOG },
    {
      creates: ["ListenerRule", "MetricAlarm", "TargetGroup"],
      updates: ["Dashboard"],
      others: inMembers({
        creates: ["ConfigMap", "Deployment", "PodDisruptionBudget", "Service", "TargetGroupBinding"],
      }),
      notices: [
        "after: alarm edge-alarms-blog.myeks-cluster2-healthy-targets goes off",
        "after: alarm edge-alarms-blog.myeks-cluster3-healthy-targets goes off",
        "after, on the way back: alarm edge-alarms-load-balancer-errors goes off",
        "after, on the way back: blog.example.com: requests fail (status 503 of blog.example.com/)",
        "after, on the way back: blog.example.com: no cluster answers",
        "after: blog.example.com: myeks-cluster3 does not answer",
      ],
    },
    {
      ...ON,
      fleet: "edge",
      of: "all",
      hosts: ["blog.example.com"],
      words: "one more application, with alarms",
      back: [{ apps: { ...APPS, blog: { ...BLOG, retire: true } } }],
    },
  ),
];
