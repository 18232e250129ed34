import {
  App,
  BackendSecurityGroup,
  DemoApp,
  EksCluster,
  GatewayApi,
  GatewayClass,
  LbcAddon,
  MetricsServerAddon,
  MultiClusterIngress,
  Vpc,
  type AppArgs,
  type CreateIngressArgs,
  type GatewayClassTerms,
  type IngressAppArgs,
  type JoinIngressArgs,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { VirtualLoad, type VirtualLoadResult } from "../../sim/data-plane/virtual-load.ts";
import type { VirtualRequest } from "../../sim/data-plane/virtual-request.ts";
import { InProcessHost, type RunOptions } from "../../sim/hosts/in-process/host.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";

/** The namespace of all apps. */
export const NAMESPACE = "shops";

const REGION = "ap-northeast-2";

/** An app of colour pages. */
export function page(name: string, others: Partial<IngressAppArgs> = {}): IngressAppArgs {
  return { name, selector: { app: name }, containerPort: 8080, ...others };
}

/** What may differ of a side from one update to the next. */
type Side<Args> = Partial<Omit<Args, "apps" | "mode">> & {
  /** Apps whose workload is made too. Default: all. */
  readonly workloads?: readonly string[];
  /** Apps whose workload is a container, instead of a colour page, with what differs from a plain one. */
  readonly containers?: Containers;
  /** Whether the cluster has what Pod Identity needs. Default: false. */
  readonly podIdentityAgent?: boolean;
  /** Whether the first cluster, too, joins a load balancer that somebody else makes. Default: false. */
  readonly joins?: boolean;
};

type Containers = (cluster: EksCluster) => Readonly<Record<string, Partial<AppArgs>>>;

/** Ids that the first stack hands over. */
interface Shared {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly backendSecurityGroupId: string;
  readonly existingPolicyArn: string;
  readonly loadBalancerArn: string;
  readonly loadBalancerDnsName: string;
  /** By app. */
  readonly targetGroupArns: Readonly<Record<string, string>>;
}

export interface SceneUpdate {
  /** What was done, without what waits for it: `update blue-ingress-ingress`. */
  readonly steps: readonly string[];
  /** Empty if all went well. */
  readonly problem: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Two clusters, each a stack of its own, with apps behind the Ingress of the first: built from components alone. */
export class AppsScene {
  readonly cloud = new SimulatedCloud({ region: REGION });
  readonly #host = new InProcessHost(this.cloud);
  readonly #gatewayApi: boolean;
  #shared: Shared | undefined;

  /** @param gatewayApi whether the first cluster has the Gateway API, and a class of Gateways. */
  constructor({ gatewayApi = false } = {}) {
    this.#gatewayApi = gatewayApi;
  }

  /** Brings the first cluster up, or up to date, with these apps behind its Ingress. */
  async blue(
    apps: readonly IngressAppArgs[],
    { workloads, containers, podIdentityAgent = false, joins = false, ...args }: Side<CreateIngressArgs> = {},
    options: RunOptions = {},
  ): Promise<SceneUpdate> {
    const update = await this.#up("blue", options, () => {
      const vpc = new Vpc("edge");
      const { securityGroupId } = new BackendSecurityGroup("edge-backend", { vpcId: vpc.vpcId });
      const shared = { vpcId: vpc.vpcId, backendSecurityGroupId: securityGroupId };
      const gatewayApi = this.#gatewayApi;
      const { cluster, controller, ready } = addCluster("blue", vpc, shared, {
        podIdentityAgent,
        gatewayApi,
        ...defined({ gatewayClass: args.gatewayClass }),
      });
      const ingress = new MultiClusterIngress(
        "blue-ingress",
        {
          ...shared,
          namespace: NAMESPACE,
          ...(joins ? ELSEWHERE : { ...creates(cluster), ...args }),
          apps,
        },
        { providers: [cluster.provider], dependsOn: [ready] },
      );
      deploy(cluster, ingress, { name: "blue", workloads, containers });
      const arns = Object.entries(ingress.apps).map(([name, app]) => [name, app.targetGroupArn ?? ""]);
      return {
        ...shared,
        publicSubnetIds: vpc.publicSubnetIds,
        privateSubnetIds: vpc.privateSubnetIds,
        existingPolicyArn: controller.policyArn,
        loadBalancerArn: ingress.loadBalancerArn,
        loadBalancerDnsName: ingress.loadBalancerDnsName,
        targetGroupArns: Object.fromEntries(arns) as Record<string, unknown>,
      };
    });
    if (update.problem === "" && !joins) this.#shared = update.outputs as unknown as Shared;
    return update;
  }

  /** Brings the second cluster up, or up to date, bound to the target groups of these apps. */
  green(
    apps: readonly IngressAppArgs[],
    { workloads, containers, podIdentityAgent = false, ...args }: Side<JoinIngressArgs> = {},
    options: RunOptions = {},
  ): Promise<SceneUpdate> {
    const { targetGroupArns, loadBalancerArn, loadBalancerDnsName, existingPolicyArn, ...shared } =
      this.shared;
    return this.#up("green", options, () => {
      const { vpcId, backendSecurityGroupId } = shared;
      const { cluster, controller } = addCluster(
        "green",
        {
          ...shared,
          publicSubnetIds: [...shared.publicSubnetIds],
          privateSubnetIds: [...shared.privateSubnetIds],
        },
        { vpcId, backendSecurityGroupId, existingPolicyArn },
        { podIdentityAgent },
      );
      const ingress = new MultiClusterIngress(
        "green-ingress",
        {
          vpcId,
          backendSecurityGroupId,
          mode: "join",
          namespace: NAMESPACE,
          loadBalancerArn,
          loadBalancerDnsName,
          ...args,
          apps: apps.map((app) => ({
            bindings: [{ name: `service-${app.name}`, targetGroupArn: targetGroupArns[app.name]! }],
            ...app,
          })),
        },
        { providers: [cluster.provider], dependsOn: [controller.ready] },
      );
      deploy(cluster, ingress, { name: "green", workloads, containers });
      return {};
    });
  }

  /** What the first stack hands over. */
  get shared(): Shared {
    if (this.#shared === undefined) throw new Error("bring the first cluster up before");
    return this.#shared;
  }

  /** Requests of one kind, one a second and target, until they are stopped. */
  load(request: VirtualRequest): VirtualLoad {
    return new VirtualLoad(this.cloud, { dnsName: this.#dnsName(), requests: [request] });
  }

  /** What comes of requests for some seconds. */
  ask(request: VirtualRequest, seconds = 5): VirtualLoadResult {
    const load = this.load(request);
    this.cloud.clock.advance(seconds * 1_000);
    const result = load.take();
    load.stop();
    return result;
  }

  /** The part of requests that each cluster answers. @throws Error when some fail. */
  answeredBy(request: VirtualRequest, seconds?: number): Readonly<Record<string, number>> {
    const { failed, shareByCluster } = this.ask(request, seconds);
    if (Object.keys(failed).length > 0) throw new Error(JSON.stringify(failed));
    return shareByCluster;
  }

  /** The Kubernetes API of a cluster. */
  api(cluster: "blue" | "green") {
    return clustersOf(this.cloud).get(cluster)!.api;
  }

  /** Deletes the pods of an app in a cluster, in whose place others come. */
  restart(cluster: "blue" | "green", app: string): void {
    const api = this.api(cluster);
    for (const { metadata } of api.list("v1/Pod", { namespace: NAMESPACE })) {
      if (metadata.labels?.["app"] === app) api.delete("v1/Pod", NAMESPACE, metadata.name);
    }
  }

  /** How many pods of an app are ready in a cluster. */
  readyPods(cluster: "blue" | "green", app: string): number {
    const pods = this.api(cluster).list("v1/Pod", { namespace: NAMESPACE });
    const isReady = (pod: (typeof pods)[number]) =>
      pod.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
    return pods.filter((pod) => pod.metadata.labels?.["app"] === app && isReady(pod)).length;
  }

  /** What events of a cluster warn of: `FailedReconcile service-news: ...` */
  warnings(cluster: "blue" | "green"): readonly string[] {
    return this.api(cluster)
      .list("v1/Event", { namespace: NAMESPACE })
      .filter((event) => event["type"] === "Warning")
      .map((event) => `${event["reason"]} ${event["involvedObject"].name}: ${event["message"]}`);
  }

  /** ARNs of the target groups that are there. */
  targetGroupArns(): readonly string[] {
    const { TargetGroups } = this.cloud.call(
      this.cloud.administrator,
      "elasticloadbalancing",
      "DescribeTargetGroups",
      {},
    );
    return TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn);
  }

  /** Target groups by the names of a cluster's bindings. */
  bindings(cluster: "blue" | "green"): Readonly<Record<string, string>> {
    const bindings = this.api(cluster).list("elbv2.k8s.aws/v1beta1/TargetGroupBinding", {
      namespace: NAMESPACE,
    });
    return Object.fromEntries(
      bindings.map((binding) => [binding.metadata.name, String(binding["spec"].targetGroupARN)]),
    );
  }

  #dnsName(): string {
    const { LoadBalancers } = this.cloud.call(
      this.cloud.administrator,
      "elasticloadbalancing",
      "DescribeLoadBalancers",
      { LoadBalancerArns: [this.shared.loadBalancerArn] },
    );
    return LoadBalancers[0]!.DNSName;
  }

  async #up(
    stack: string,
    { onStep, ...options }: RunOptions,
    program: () => Record<string, unknown>,
  ): Promise<SceneUpdate> {
    const steps: string[] = [];
    const config = { "aws:region": REGION };
    const { failures, programError, outputs } = await this.#host.up(
      { project: "apps", stack, config, program: () => Promise.resolve(program()) },
      {
        ...options,
        onStep(step) {
          const { status, operation, name } = step;
          if (status === "done" && !["same", "read"].includes(operation)) steps.push(`${operation} ${name}`);
          onStep?.(step);
        },
      },
    );
    const problems = [...failures.map(({ message }) => message), programError?.message ?? ""];
    return { steps, outputs, problem: problems.filter((problem) => problem !== "").join("\n") };
  }
}

/** A load balancer that no cluster makes. */
const ELSEWHERE = { mode: "join", loadBalancerArn: "elsewhere", loadBalancerDnsName: "elsewhere" } as const;

function creates({ clusterName }: EksCluster) {
  return { mode: "create", clusterName, healthCheck: { path: "/healthz" } } as const;
}

type Network = ConstructorParameters<typeof EksCluster>[1]["network"];

function addCluster(
  name: string,
  network: Network,
  shared: Pick<
    ConstructorParameters<typeof LbcAddon>[1],
    "vpcId" | "backendSecurityGroupId" | "existingPolicyArn"
  >,
  {
    podIdentityAgent,
    gatewayApi = false,
    gatewayClass = {},
  }: {
    readonly podIdentityAgent: boolean;
    readonly gatewayApi?: boolean;
    readonly gatewayClass?: GatewayClassTerms;
  },
) {
  const cluster = new EksCluster(name, { name, network, addons: { podIdentityAgent } });
  const opts = { providers: [cluster.provider] };
  const kinds = gatewayApi ? new GatewayApi(`${name}-gateway-api`, {}, opts) : undefined;
  const controller = new LbcAddon(
    `${name}-lbc`,
    {
      ...shared,
      clusterName: cluster.clusterName,
      region: REGION,
      identity: { type: "irsa", oidcIssuer: cluster.oidcIssuer, oidcProviderArn: cluster.oidcProviderArn },
      podsDependOn: cluster.ready,
      ...defined({ gatewayApi: kinds }),
    },
    opts,
  );
  const { ready } = gatewayApi
    ? new GatewayClass(`${name}-class`, gatewayClass, { ...opts, dependsOn: [controller.ready] })
    : controller;
  return { cluster, controller, ready };
}

function deploy(
  cluster: EksCluster,
  ingress: MultiClusterIngress,
  side: { readonly name: string } & Partial<
    Record<"workloads", readonly string[] | undefined> & Record<"containers", Containers | undefined>
  >,
): void {
  const { workloads = Object.keys(ingress.apps), containers } = side;
  const own = containers?.(cluster) ?? {};
  for (const name of workloads) {
    const { namespace, bindingNames } = ingress.apps[name]!;
    const common = {
      namespace,
      deploymentName: name,
      labels: { app: name },
      targetGroupBinding: bindingNames,
    };
    const opts = { providers: [cluster.provider], dependsOn: [ingress.ready] };
    if (own[name] === undefined) {
      const content = { type: "colour-page", heading: name, colour: "white", cluster: side.name } as const;
      new DemoApp(`${side.name}-${name}`, { ...common, content }, opts);
    } else {
      new App(
        `${side.name}-${name}`,
        { ...common, image: `example.com/${name}:1`, port: 8080, ...own[name] },
        opts,
      );
    }
  }
  if (Object.values(own).some(({ autoscaling }) => autoscaling !== undefined)) {
    new MetricsServerAddon(`${side.name}-addon`, {
      clusterName: cluster.clusterName,
      podsDependOn: cluster.ready,
    });
  }
}
