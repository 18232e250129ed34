import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  App,
  BackendSecurityGroup,
  Certificate,
  DeletionGuard,
  DemoApp,
  EdgeAlarms,
  EdgeLogs,
  EdgeProtection,
  DnsNames,
  EksCluster,
  ExternalDnsAddon,
  LbcAddon,
  GatewayApi,
  GatewayClass,
  LbcPolicy,
  MetricsServerAddon,
  MultiClusterIngress,
  NlbService,
  Rollout,
  SharedLoadBalancer,
  SharedTargetGroups,
  Vpc,
} from "../../components/index.ts";
import { COMPONENT_CLASSES } from "../support/component-classes.ts";
import { runProgram, valueOf, type Answers } from "../support/pulumi-program.ts";

const cloud: Answers = {
  calls: {
    "pulumi:pulumi:readStackResourceOutputs": () => ({ outputs: {} }),
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "111122223333" }),
    "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
    "aws:index/getRegion:getRegion": () => ({ region: "eu-west-1" }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: ["eu-west-1a", "eu-west-1b"] }),
    "aws:lb/getLoadBalancer:getLoadBalancer": () => ({ dnsName: "name", zoneId: "Z" }),
    "aws:eks/getClusters:getClusters": () => ({ names: [] }),
  },
  outputs: ({ type }) =>
    type === "eks:index:Cluster"
      ? {
          eksCluster: { name: "c" },
          clusterSecurityGroupId: "sg-c",
          oidcProviderUrl: "https://c",
          kubeconfigJson: "{}",
        }
      : { arn: "arn:aws:iam::111122223333:policy/p", latestVersion: 1 },
};

const VPC_ID = "vpc-0123456789abcdef0";
const SECURITY_GROUP = "sg-0123456789abcdef0";
const POLICY = "arn:aws:iam::111122223333:policy/p";
const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/c";
const TARGET_GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/0123456789abcdef";

const side = {
  namespace: "shop",
  selector: { app: "shop" },
  containerPort: 8080,
  backendSecurityGroupId: SECURITY_GROUP,
  podDisruptionBudget: { maxUnavailable: 1 },
};

const { namespace, backendSecurityGroupId } = side;
const CREATES = { mode: "create", namespace, backendSecurityGroupId, clusterName: "c" } as const;
const JOINS = {
  mode: "join",
  namespace,
  backendSecurityGroupId,
  vpcId: VPC_ID,
  loadBalancerArn: "arn",
  loadBalancerDnsName: "name",
} as const;
const APP = {
  name: "shop",
  selector: { app: "shop" },
  containerPort: 80,
  podDisruptionBudget: { minAvailable: 1 },
};
const EXTERNAL_APP = { name: "news", service: { existing: "news" }, containerPort: 80, awaitFirstPass: true };

/** A component that has all children that it can have. Its name is `c`; the transform reaches whatever it names. */
type Build = (transform: object) => pulumi.ComponentResource & { readonly nodes: object };

const BUILDS: readonly (readonly [string, Build])[] = [
  [
    "ExternalDnsAddon",
    (transform) =>
      new ExternalDnsAddon("c", {
        clusterName: "c",
        region: "eu-west-1",
        identity: { type: "pod-identity" },
        zones: [{ id: "ZEXAMPLE" }],
        transform,
      }),
  ],
  [
    "App",
    (transform) =>
      new App("c", {
        image: "registry.example.com/shop:1",
        port: 8080,
        env: { PASSWORD: pulumi.secret("hidden") },
        files: [
          { path: "/etc/shop", content: { "shop.conf": "a" } },
          { path: "/etc/keys", content: { "key.pem": pulumi.secret("hidden") } },
        ],
        autoscaling: { maxReplicas: 10 },
        serviceAccount: {
          clusterName: "c",
          identity: { type: "pod-identity" },
          policies: { queue: "{}" },
          managedPolicyArns: [POLICY],
        },
        namespace: "shop",
        targetGroupBinding: ["shop", "shop-own"],
        transform,
      }),
  ],
  ["BackendSecurityGroup", (transform) => new BackendSecurityGroup("c", { vpcId: VPC_ID, transform })],
  [
    "Certificate",
    (transform) =>
      new Certificate("c", {
        names: ["example.com", "*.example.com", "www.example.com"],
        zone: { id: "Z0123456789ABCDEFGHIJ" },
        transform,
      }),
  ],
  [
    "EdgeProtection",
    (transform) =>
      new EdgeProtection("c", {
        allowedCidrs: ["192.0.2.0/24"],
        blockedCidrs: ["198.51.100.0/24"],
        logging: {},
        transform,
      }),
  ],
  ["GatewayClass", (transform) => new GatewayClass("c", { transform })],
  [
    "NlbService",
    (transform) => {
      const ports = [
        { port: 53, protocol: "TCP_UDP" },
        { port: 443, protocol: "TLS" },
      ] as const;
      const common = { namespace: "shop", selector: { app: "shop" }, containerPort: 53, ports };
      const tls = { certificateArns: [CERTIFICATE] };
      new NlbService("made", { ...common, mode: "create", clusterName: "c", tls });
      return new NlbService("c", {
        ...common,
        mode: "join",
        vpcId: VPC_ID,
        backendSecurityGroupId: SECURITY_GROUP,
        targetGroupArns: { 53: TARGET_GROUP, 443: TARGET_GROUP },
        transform,
      });
    },
  ],
  ["GatewayApi", (transform) => new GatewayApi("c", { transform })],
  ["LbcPolicy", (transform) => new LbcPolicy("c", { transform })],
  ["DeletionGuard", (transform) => new DeletionGuard("c", { guardName: "guard", transform })],
  [
    "DemoApp",
    (transform) =>
      new DemoApp("c", {
        content: { type: "colour-page", heading: "Hello", colour: "white", cluster: "c" },
        namespace: "shop",
        targetGroupBinding: "shop",
        transform,
      }),
  ],
  [
    "EdgeAlarms",
    (transform) =>
      new EdgeAlarms("c", {
        loadBalancerArn: "arn",
        apps: [{ name: "shop", targetGroupArn: TARGET_GROUP }],
        emails: ["operators@example.com"],
        transform,
      }),
  ],
  ["EdgeLogs", (transform) => new EdgeLogs("c", { transform })],
  [
    "DnsNames",
    (transform) =>
      new DnsNames("c", {
        names: ["example.com", "*.example.com"],
        zone: { id: "Z0123456789ABCDEFGHIJ" },
        loadBalancerArn: "arn",
        transform,
      }),
  ],
  [
    "EksCluster",
    (transform) =>
      new EksCluster("c", {
        name: "c",
        network: { vpcId: VPC_ID, publicSubnetIds: ["a", "b"], privateSubnetIds: ["d", "e"] },
        nodeGroups: [{ name: "one" }, { name: "two", subnets: "private" }],
        nodeSecurityGroupRules: [
          { description: "web", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] },
        ],
        additionalNodePolicyArns: [POLICY],
        addons: { podIdentityAgent: true },
        transform,
      }),
  ],
  [
    "LbcAddon",
    (transform) =>
      new LbcAddon("c", {
        clusterName: "c",
        region: "eu-west-1",
        vpcId: VPC_ID,
        backendSecurityGroupId: SECURITY_GROUP,
        identity: { type: "pod-identity" },
        additionalPolicyArns: [POLICY],
        ingressClass: { scheme: "internal" },
        transform,
      }),
  ],
  ["MetricsServerAddon", (transform) => new MetricsServerAddon("c", { clusterName: "c", transform })],
  [
    "MultiClusterIngress that creates",
    (transform) => new MultiClusterIngress("c", { ...side, mode: "create", clusterName: "c", transform }),
  ],
  [
    "MultiClusterIngress that creates an Ingress and a Gateway",
    (transform) =>
      new MultiClusterIngress("c", {
        ...CREATES,
        kind: "ingress-and-gateway",
        webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b",
        tls: { certificateArns: [CERTIFICATE] },
        apps: [{ ...APP, routes: [{ methods: ["GET"], sourceCidrs: ["203.0.113.0/24"] }] }],
        defaultAction: { fixedResponse: { statusCode: 503 } },
        transform,
      }),
  ],
  [
    "MultiClusterIngress that joins",
    (transform) =>
      new MultiClusterIngress("c", {
        ...side,
        mode: "join",
        vpcId: VPC_ID,
        targetGroupArn: TARGET_GROUP,
        loadBalancerArn: "arn",
        loadBalancerDnsName: "name",
        transform,
      }),
  ],
  [
    "MultiClusterIngress that creates for several apps",
    (transform) =>
      new MultiClusterIngress("c", {
        ...CREATES,
        vpcId: VPC_ID,
        apps: [
          { ...EXTERNAL_APP, healthCheck: {}, bindings: [{ name: "theirs", targetGroupArn: TARGET_GROUP }] },
          { ...APP, routes: [{ hosts: ["shop.example.com"] }], targetGroupArn: TARGET_GROUP },
        ].reverse(),
        transform,
      }),
  ],
  [
    "MultiClusterIngress that joins for several apps",
    (transform) =>
      new MultiClusterIngress("c", {
        ...JOINS,
        nodeSecurityGroupId: SECURITY_GROUP,
        apps: [
          {
            ...{ ...APP, namespace: "other", bindings: [{ name: "b", targetGroupArn: TARGET_GROUP }] },
            service: { nodePort: 30_001, nodePortSources: ["203.0.113.0/24"] },
          },
          { ...EXTERNAL_APP, bindings: [{ name: "theirs", targetGroupArn: TARGET_GROUP }] },
        ],
        transform,
      }),
  ],
  [
    "Rollout",
    (transform) => {
      const deployment = new kubernetes.apps.v1.Deployment("app", {
        metadata: { name: "app", namespace: "shop" },
        spec: { selector: {}, template: {} },
      });
      return new Rollout("c", { deployment, targetGroupBinding: "shop", transform });
    },
  ],
  [
    "SharedLoadBalancer",
    (transform) =>
      new SharedLoadBalancer("c", {
        vpcId: VPC_ID,
        subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        backendSecurityGroupId: SECURITY_GROUP,
        tls: { certificateArns: [CERTIFICATE, `${CERTIFICATE}2`], redirectHttp: false },
        webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b",
        apps: [{ name: "shop" }],
        transform,
      }),
  ],
  [
    "SharedTargetGroups",
    (transform) =>
      new SharedTargetGroups("c", {
        vpcId: VPC_ID,
        apps: [{ name: "shop" }, { name: "blog" }],
        clusters: ["one", "two"],
        transform,
      }),
  ],
  [
    "Vpc",
    (transform) =>
      new Vpc("c", { endpoints: ["s3", "ec2"], secondaryCidrBlocks: ["100.64.0.0/16"], transform }),
  ],
];

/** Components that have no children. */
const CHILDLESS = ["DeletionProtection"];

it("every component that has children is looked at", () => {
  const built = new Set(BUILDS.map(([name]) => name.split(" ")[0]));
  const missing = COMPONENT_CLASSES.map(({ name }) => name).filter((name) => !built.has(name));
  expect(missing, "add each to BUILDS").toEqual(CHILDLESS);
});

/** The component and its children, in a preview: nothing waits for what a cloud would make. */
async function run(build: Build, transform: object) {
  const { result, resources } = await runProgram(() => build(transform), { ...cloud, preview: true });
  return { result, children: resources.filter(({ parent }) => parent === "c") };
}

function resourcesIn(value: unknown): pulumi.Resource[] {
  if (value instanceof pulumi.Resource) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(resourcesIn) : [];
}

async function nameOf(resource: pulumi.Resource): Promise<string> {
  const urn = await valueOf(resource.urn);
  return urn.slice(urn.lastIndexOf("::") + 2);
}

describe.each(BUILDS)("%s", (_name, build) => {
  it("has every child in its nodes", async () => {
    const { result, children } = await run(build, {});
    const nodes = await Promise.all(resourcesIn(result.nodes).map(nameOf));
    // Those of a first or only app are there twice.
    expect([...new Set(nodes)].sort()).toEqual(children.map(({ name }) => name).sort());
  });

  it("lets a transform reach the options of every child", async () => {
    const transform = new Proxy({}, { get: () => ({ opts: { ignoreChanges: ["reached"] } }) });
    const { children } = await run(build, transform);
    // Those of a component of ours have transforms of their own.
    const made = children.filter(({ type }) => !type.startsWith("multicluster-ingress:"));
    expect(made.filter(({ ignoreChanges }) => !ignoreChanges.includes("reached"))).toEqual([]);
    expect(made).not.toEqual([]);
  });
});
