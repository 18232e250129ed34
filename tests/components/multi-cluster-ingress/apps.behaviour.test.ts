/** Several apps behind one Ingress, or joined. */
import { describe, expect, it } from "vitest";
import {
  MultiClusterIngress,
  type CreateIngressArgs,
  type IngressAppArgs,
  type JoinIngressArgs,
} from "../../../components/multi-cluster-ingress/index.ts";
import { runProgram, summary, valueOf, type Answers } from "../../support/pulumi-program.ts";

const HOSTNAME = "shared-1234567890.ap-northeast-2.elb.amazonaws.com";
const TARGET_GROUP = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/t/0123456789abcde";

const COMMON = {
  namespace: "shops",
  backendSecurityGroupId: "sg-0123456789abcdef0",
  vpcId: "vpc-0123456789abcdef0",
};

const SHOP: IngressAppArgs = { name: "shop", selector: { app: "shop" }, containerPort: 8080 };
const NEWS: IngressAppArgs = { name: "news", selector: { app: "news" }, containerPort: 8081 };

/** A preview: nothing waits for what a controller would make. */
const PREVIEW: Partial<Answers> = { preview: true, outputs: () => ({}) };

function create(apps: readonly IngressAppArgs[], others: Partial<CreateIngressArgs> = {}) {
  const args: CreateIngressArgs = { ...COMMON, mode: "create", clusterName: "blue", apps, ...others };
  return runProgram(() => new MultiClusterIngress("blue-ingress", args), PREVIEW);
}

function join(apps: readonly IngressAppArgs[]) {
  const args: JoinIngressArgs = {
    ...COMMON,
    mode: "join",
    loadBalancerArn: "arn",
    loadBalancerDnsName: HOSTNAME,
    apps,
  };
  return runProgram(() => new MultiClusterIngress("green-ingress", args));
}

type Created = Awaited<ReturnType<typeof create>>;

/** What an Ingress says, without what is the same in all. */
function routesOf({ resource }: Created) {
  const { metadata, spec } = resource("blue-ingress-ingress").inputs as {
    metadata: { annotations: Record<string, string> };
    spec: object;
  };
  const routing = Object.entries(metadata.annotations)
    .filter(([key]) => /\/(actions|conditions|transforms)\./.test(key))
    .map(([key, value]) => [key.replace("alb.ingress.kubernetes.io/", ""), JSON.parse(value) as unknown]);
  return { ...spec, annotations: Object.fromEntries(routing) as Record<string, unknown> };
}

describe("several apps behind an Ingress", () => {
  it("have a Service each, before the Ingress", async () => {
    const { resources } = await create([
      { ...NEWS, routes: [{ hosts: ["news.example.com"] }] },
      { ...SHOP, resourceName: "blue-ingress" },
    ]);
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:MultiClusterIngress blue-ingress",
      "kubernetes:core/v1:Namespace blue-ingress-namespace",
      "kubernetes:core/v1:Service blue-ingress-news-service after blue-ingress-namespace",
      "kubernetes:core/v1:Service blue-ingress-service after blue-ingress-namespace",
      "kubernetes:networking.k8s.io/v1:Ingress blue-ingress-ingress after " +
        "blue-ingress-namespace, blue-ingress-news-service, blue-ingress-service",
    ]);
  });

  it("have one entry of the Ingress for each rule, in order", async () => {
    const run = await create([
      { ...SHOP, routes: [{ hosts: ["shop.example.com"] }, { paths: [{ exact: "/shop" }] }] },
      {
        ...NEWS,
        routes: [
          { hosts: ["*.example.com"], paths: [{ prefix: "/news" }] },
          { paths: [{ pattern: "/*.rss" }] },
        ],
      },
    ]);
    const shop = { service: { name: "service-shop", port: { number: 80 } } };
    const news = { service: { name: "service-news", port: { number: 80 } } };
    expect(routesOf(run)).toEqual({
      ingressClassName: "alb",
      rules: [
        {
          host: "shop.example.com",
          http: { paths: [{ pathType: "ImplementationSpecific", backend: shop }] },
        },
        { http: { paths: [{ path: "/shop", pathType: "Exact", backend: shop }] } },
        { host: "*.example.com", http: { paths: [{ path: "/news", pathType: "Prefix", backend: news }] } },
        { http: { paths: [{ path: "/*.rss", pathType: "ImplementationSpecific", backend: news }] } },
      ],
      annotations: {},
    });
  });
});

describe("the only app of a list", () => {
  const only = { selector: { app: "shop" }, containerPort: 8080 };
  const settings = { healthCheck: { path: "/healthz" }, targetGroup: { slowStartSeconds: 60 } };

  /** All resources but the component's own outputs. */
  const inputsOf = ({ resources }: Created) => resources.map(({ name, inputs }) => ({ name, inputs }));

  it("is the same as one that is described beside the others", async () => {
    const args: CreateIngressArgs = { ...COMMON, ...only, ...settings, mode: "create", clusterName: "blue" };
    const described = await runProgram(() => new MultiClusterIngress("blue-ingress", args), PREVIEW);
    const app = { ...only, name: "shop", resourceName: "blue-ingress", serviceName: "blue-ingress" };
    expect(inputsOf(await create([app], settings))).toEqual(inputsOf(described));
  });

  it("has its settings on its Service where they are its own", async () => {
    const { resource } = await create([{ ...SHOP, targetType: "instance", ...settings }]);
    const { metadata } = resource("blue-ingress-shop-service").inputs as {
      metadata: { annotations: Record<string, string> };
    };
    const prefix = "alb.ingress.kubernetes.io/";
    expect(metadata.annotations).toEqual({
      "pulumi.com/skipAwait": "true",
      [`${prefix}target-type`]: "instance",
      [`${prefix}healthcheck-path`]: "/healthz",
      [`${prefix}healthcheck-port`]: "traffic-port",
      [`${prefix}healthcheck-protocol`]: "HTTP",
      [`${prefix}healthcheck-interval-seconds`]: "15",
      [`${prefix}healthcheck-timeout-seconds`]: "5",
      [`${prefix}healthy-threshold-count`]: "2",
      [`${prefix}unhealthy-threshold-count`]: "2",
      [`${prefix}success-codes`]: "200",
      [`${prefix}target-group-attributes`]: expect.stringContaining("slow_start.duration_seconds=60"),
    });
  });

  it("is asked by gRPC's own check where it serves gRPC", async () => {
    const tls = { certificateArns: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/a"] };
    const { resource } = await create([{ ...SHOP, protocolVersion: "GRPC" }], { tls });
    expect(resource("blue-ingress-shop-service").inputs).toMatchObject({
      metadata: {
        annotations: {
          "alb.ingress.kubernetes.io/backend-protocol-version": "GRPC",
          "alb.ingress.kubernetes.io/healthcheck-path": "/AWS.ALB/healthcheck",
          "alb.ingress.kubernetes.io/success-codes": "12",
        },
      },
    });
  });
});

describe("an Ingress without a route", () => {
  it("has its answer to all requests in words, for it must have something", async () => {
    const run = await create([{ ...SHOP, routes: [] }]);
    expect(routesOf(run)).toEqual({
      ingressClassName: "alb",
      defaultBackend: { service: { name: "default-action", port: { name: "use-annotation" } } },
      annotations: {
        "actions.default-action": {
          type: "fixed-response",
          fixedResponseConfig: { contentType: "text/plain", statusCode: "404", messageBody: "" },
        },
      },
    });
    expect(run.result.apps["shop"]).toMatchObject({ bindingNames: [], targetGroupArn: undefined });
  });
});

describe("several apps that join", () => {
  it("may have namespaces of their own, made with the label for readiness gates", async () => {
    const bindings = [{ name: "service-shop", targetGroupArn: `${TARGET_GROUP}0` }];
    const { resources, resource } = await join([
      { ...SHOP, namespace: "ours", bindings },
      { ...NEWS, namespace: "ours", bindings: [] },
      {
        name: "blog",
        service: { existing: "blog", port: "web" },
        containerPort: 80,
        namespace: "theirs",
        bindings,
      },
    ]);
    expect(resources.map(({ name }) => name).sort()).toEqual([
      "green-ingress",
      "green-ingress-blog-binding-service-shop",
      "green-ingress-namespace",
      "green-ingress-namespace-ours",
      "green-ingress-news-service",
      "green-ingress-shop-binding",
      "green-ingress-shop-service",
    ]);
    expect(resource("green-ingress-namespace-ours").inputs["metadata"]).toEqual({
      name: "ours",
      labels: { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" },
    });
    expect(resource("green-ingress-blog-binding-service-shop").inputs).toMatchObject({
      metadata: { namespace: "theirs" },
      spec: { serviceRef: { name: "blog", port: "web" } },
    });
  });

  it("have a Service and bindings each", async () => {
    const { resources, result } = await join([
      { ...SHOP, bindings: [{ name: "service-shop", targetGroupArn: `${TARGET_GROUP}0` }] },
      { ...NEWS, bindings: [{ name: "service-news-alb", targetGroupArn: `${TARGET_GROUP}1` }] },
    ]);
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:MultiClusterIngress green-ingress",
      "kubernetes:core/v1:Namespace green-ingress-namespace",
      "kubernetes:core/v1:Service green-ingress-shop-service after green-ingress-namespace",
      "kubernetes:core/v1:Service green-ingress-news-service after green-ingress-namespace",
      "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding green-ingress-shop-binding after " +
        "green-ingress-namespace, green-ingress-shop-service",
      "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding green-ingress-news-binding-alb after " +
        "green-ingress-namespace, green-ingress-news-service",
    ]);
    expect(await valueOf(result.apps["news"]!.bindingNames[0]!)).toBe("service-news-alb");
  });
});
