import {
  BackendSecurityGroup,
  DemoApp,
  EdgeProtection,
  EksCluster,
  LbcAddon,
  MultiClusterIngress,
  SharedLoadBalancer,
  Vpc,
  type EdgeProtectionArgs,
  type SharedLoadBalancerArgs,
} from "../../components/index.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { VirtualRequest } from "../../sim/data-plane/virtual-request.ts";
import { InProcessHost, type RunOptions } from "../../sim/hosts/in-process/host.ts";
import { NAMESPACE, page, type SceneUpdate } from "./apps-scene.ts";

const REGION = "ap-northeast-2";
const PROJECT = "edge";

/** What may differ of the load balancer from one update to the next. */
export type EdgeArgs = Pick<SharedLoadBalancerArgs, "apps"> &
  Partial<SharedLoadBalancerArgs> & {
    /** A web ACL before it. Default: none. */
    readonly protection?: EdgeProtectionArgs;
  };

/** What the first stack hands over. */
interface Shared {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly backendSecurityGroupId: string;
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  readonly httpListenerArn: string;
  readonly targetGroupArns: Readonly<Record<string, string>>;
  readonly targetGroupArnsByCluster: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A load balancer that Pulumi owns, in a stack of its own, and clusters that join it: built from components alone. */
export class EdgeScene {
  readonly cloud = new SimulatedCloud({ region: REGION });
  readonly #host = new InProcessHost(this.cloud);
  #shared: Shared | undefined;

  /** Brings the load balancer up, or up to date. */
  async edge({ protection, ...args }: EdgeArgs, options: RunOptions = {}): Promise<SceneUpdate> {
    const update = await this.up("edge", options, () => {
      const { vpcId, publicSubnetIds, privateSubnetIds } = new Vpc("edge");
      const { securityGroupId: backendSecurityGroupId } = new BackendSecurityGroup("backend", { vpcId });
      const subnetIds = [0, 1, 2].map((zone) => publicSubnetIds.apply((ids) => ids[zone]!));
      const webAcl = protection && new EdgeProtection("edge-protection", protection);
      const shared = new SharedLoadBalancer("edge", {
        ...{ vpcId, subnetIds, backendSecurityGroupId },
        ...(webAcl && { webAclArn: webAcl.webAclArn }),
        ...args,
      });
      const { loadBalancerArn, dnsName, targetGroupArns, targetGroupArnsByCluster } = shared;
      return {
        ...{ vpcId, publicSubnetIds, privateSubnetIds, backendSecurityGroupId },
        ...{ loadBalancerArn, dnsName, targetGroupArns, targetGroupArnsByCluster },
        httpListenerArn: shared.nodes.httpListener!.arn,
      };
    });
    if (update.problem === "") this.#shared = update.outputs as unknown as Shared;
    return update;
  }

  /** Brings a cluster up, or up to date, with these apps, each bound to target groups of these kinds. */
  cluster(
    name: string,
    apps: readonly string[],
    kinds: readonly ("shared" | "own")[] = ["shared"],
  ): Promise<SceneUpdate> {
    const { vpcId, publicSubnetIds, privateSubnetIds, backendSecurityGroupId, loadBalancerArn, dnsName } =
      this.shared;
    const arnOf = (app: string, kind: "shared" | "own") =>
      kind === "shared"
        ? this.shared.targetGroupArns[app]!
        : this.shared.targetGroupArnsByCluster[app]![name]!;
    return this.up(name, {}, () => {
      const network = { vpcId, publicSubnetIds, privateSubnetIds };
      const cluster = new EksCluster(name, { name, network });
      const controller = new LbcAddon(
        `${name}-lbc`,
        {
          ...{ vpcId, backendSecurityGroupId, region: REGION, clusterName: cluster.clusterName },
          identity: {
            type: "irsa",
            oidcIssuer: cluster.oidcIssuer,
            oidcProviderArn: cluster.oidcProviderArn,
          },
          podsDependOn: cluster.ready,
        },
        { providers: [cluster.provider] },
      );
      const ingress = new MultiClusterIngress(
        `${name}-ingress`,
        {
          ...{ mode: "join", vpcId, backendSecurityGroupId, loadBalancerArn, namespace: NAMESPACE },
          loadBalancerDnsName: dnsName,
          apps: apps.map((app) =>
            page(app, {
              bindings: kinds.map((kind) => ({
                name: `service-${app}-${kind === "shared" ? "alb" : "own"}`,
                targetGroupArn: arnOf(app, kind),
              })),
            }),
          ),
        },
        { providers: [cluster.provider], dependsOn: [controller.ready] },
      );
      for (const app of apps) {
        new DemoApp(
          `${name}-${app}`,
          {
            namespace: ingress.apps[app]!.namespace,
            deploymentName: app,
            labels: { app },
            targetGroupBinding: ingress.apps[app]!.bindingNames,
            content: { type: "colour-page", heading: app, colour: "white", cluster: name },
          },
          { providers: [cluster.provider], dependsOn: [ingress.ready] },
        );
      }
      return {};
    });
  }

  /** Brings any program up as a stack of its own. */
  async up(stack: string, options: RunOptions, program: () => Record<string, unknown>): Promise<SceneUpdate> {
    const steps: string[] = [];
    const { failures, programError, outputs } = await this.#host.up(
      {
        project: PROJECT,
        stack,
        config: { "aws:region": REGION },
        program: () => Promise.resolve(program()),
      },
      {
        ...options,
        onStep(step) {
          const { status, operation, name } = step;
          if (status === "done" && !["same", "read"].includes(operation)) {
            steps.push(`${operation} ${name.replace(/-[0-9a-f]{8}$/, "")}`);
          }
          options.onStep?.(step);
        },
      },
    );
    const problems = [...failures.map(({ message }) => message), programError?.message ?? ""];
    return { steps, outputs, problem: problems.filter((problem) => problem !== "").join("\n") };
  }

  /** Destroys a stack; says what did not go. */
  destroy(stack: string): readonly string[] {
    return this.#host.destroy(PROJECT, stack).failures.map(({ message }) => message);
  }

  /** What the first stack hands over. */
  get shared(): Shared {
    if (this.#shared === undefined) throw new Error("bring the load balancer up before");
    return this.#shared;
  }

  /** Requests, one a second and target, until they are stopped. */
  load(...requests: readonly VirtualRequest[]): VirtualLoad {
    return new VirtualLoad(this.cloud, { dnsName: this.shared.dnsName, requests });
  }

  /** The part of requests that each cluster answers for some seconds. @throws Error when some fail. */
  answeredBy(request: VirtualRequest = {}, seconds = 5): Readonly<Record<string, number>> {
    const load = this.load(request);
    this.cloud.clock.advance(seconds * 1_000);
    const { failed, shareByCluster } = load.take();
    load.stop();
    if (Object.keys(failed).length > 0) throw new Error(JSON.stringify(failed));
    return shareByCluster;
  }
}
