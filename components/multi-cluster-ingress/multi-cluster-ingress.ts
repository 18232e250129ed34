import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { createAppSide, type AppSide } from "./app-side.ts";
import type {
  IngressApp,
  JoinIngressArgs,
  MultiClusterIngressArgs,
  MultiClusterIngressNodes,
} from "./args.ts";
import { ingressProblems } from "./check.ts";
import { annotationsOfServices, createSharedIngress } from "./create-side.ts";
import { createSharedGateway } from "./gateway/create-gateway.ts";
import { balancersOf, type CreatedBalancer, type IngressNeeds } from "./balancer.ts";
import { createNamespaces } from "./namespaces.ts";
import type { ResolvedApp } from "./resolve-app.ts";
import { resolveIngressArgs, type ResolvedCreateArgs, type ResolvedJoinArgs } from "./resolve.ts";
import { createServices } from "./service.ts";

/**
 * A cluster's part in one load balancer that several clusters share, with one target group for each app. With
 * `mode: "create"` it makes them, by an Ingress or a Gateway for the cluster's controller; with `mode: "join"` it registers the
 * cluster's targets in what another stack made.
 *
 * The workload comes after it: give it `dependsOn: [ingress.ready]`, for readiness gates are put on pods when they are
 * made and only for a binding that is there. On the way back the workload goes first, while the binding can still take
 * its pods out of the target group. Whether its pods serve behind the load balancer, and if not, why, is what a
 * {@link Rollout} waits for; {@link DemoApp} brings one.
 *
 * @example
 * // Two apps behind the load balancer that this cluster's controller makes.
 * const shared = new MultiClusterIngress("blue-ingress", {
 *   mode: "create",
 *   clusterName: cluster.clusterName,
 *   namespace: "shops",
 *   backendSecurityGroupId: backend.securityGroupId,
 *   apps: [
 *     { name: "api", selector: { app: "api" }, containerPort: 8080, routes: [{ paths: [{ prefix: "/api" }] }] },
 *     { name: "shop", selector: { app: "shop" }, containerPort: 8080, healthCheck: { path: "/healthz" } },
 *   ],
 * }, { providers: [cluster.provider], dependsOn: [controller.ready] });
 *
 * @example
 * // One app of a cluster that joins.
 * const ingress = new MultiClusterIngress("myeks-ingress", {
 *   mode: "join",
 *   namespace: "game-2048",
 *   selector: { "app.kubernetes.io/name": "app-2048" },
 *   containerPort: 8080,
 *   vpcId: shared.vpcId,
 *   targetGroupArn: shared.targetGroupArn,
 *   backendSecurityGroupId: shared.backendSecurityGroupId,
 *   loadBalancerDnsName: shared.loadBalancerDnsName,
 *   loadBalancerArn: shared.loadBalancerArn,
 * }, { providers: [cluster.provider], dependsOn: [controller.ready] });
 */
export class MultiClusterIngress extends pulumi.ComponentResource {
  /** Each app, by name. One that is described without `apps` has the name of its Service. */
  readonly apps: Readonly<Record<string, IngressApp>>;
  /** The target group that all clusters share, of the first app; empty if it has none. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** Security group from which the load balancer reaches the pods. */
  readonly backendSecurityGroupId: pulumi.Output<string>;
  /** Where clients go. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Namespace for workloads that have none of their own. */
  readonly namespace: pulumi.Output<string>;
  /** The first app's. */
  readonly serviceName: pulumi.Output<string>;
  /** By which labels the first app's Service finds its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /**
   * The TargetGroupBinding that registers the first app's targets in this cluster, empty if it has none; one that the
   * controller made has the target group's name.
   */
  readonly bindingName: pulumi.Output<string>;
  /** What workloads must depend on. */
  readonly ready: pulumi.Resource;
  readonly nodes: MultiClusterIngressNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(
    name: string,
    args: MultiClusterIngressArgs,
  ): readonly ProblemOf<MultiClusterIngressArgs>[] {
    return ingressProblems(resolveIngressArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: MultiClusterIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveIngressArgs(name, args);
    refuseProblems("MultiClusterIngress", name, ingressProblems(resolved));
    super(componentType("MultiClusterIngress"), name, {}, opts);

    const annotationsOf = resolved.mode === "create" ? annotationsOfServices(resolved) : () => ({});
    const namespaces = createNamespaces(this, name, resolved);
    const services = createServices(this, resolved, namespaces, annotationsOf);
    const needs = { namespace: namespaces.own, services };
    const { ingress, gateway, first: balancer } = createBalancers(this, name, resolved, needs);
    const balancers = [ingress, gateway].filter((one) => one !== undefined);
    const sides = services.map((service) => createAppSide(this, resolved, service, balancers, balancer));
    const { loadBalancerDnsName, loadBalancerArn } = balancer ?? (args as JoinIngressArgs);

    this.nodes = {
      ...namespaces.nodes,
      ...nodesOf(resolved.apps, sides),
      ...ingress?.nodes,
      ...defined({ gateway: gateway?.nodes }),
    };
    this.apps = byName(resolved.apps, sides, ({ app }) => app);
    const [firstSide] = sides;
    this.targetGroupArn = firstSide!.app.targetGroupArn ?? pulumi.output("");
    this.backendSecurityGroupId = pulumi.output(args.backendSecurityGroupId);
    this.loadBalancerDnsName = pulumi.output(loadBalancerDnsName);
    this.loadBalancerArn = pulumi.output(loadBalancerArn);
    this.namespace = namespaces.own;
    this.serviceName = firstSide!.app.serviceName;
    this.selector = firstSide!.app.selector ?? {};
    this.bindingName = firstSide!.app.bindingNames[0] ?? pulumi.output("");
    this.ready = onlyOne(this.nodes, balancers) ?? this;
    this.registerOutputs({
      targetGroupArn: this.targetGroupArn,
      backendSecurityGroupId: this.backendSecurityGroupId,
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerArn: this.loadBalancerArn,
      namespace: this.namespace,
      serviceName: this.serviceName,
      bindingName: this.bindingName,
      apps: this.apps,
    });
  }
}

function byName<T>(
  apps: readonly ResolvedApp[],
  sides: readonly AppSide[],
  of: (side: AppSide) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(apps.map(({ name }, index) => [name, of(sides[index]!)]));
}

function nodesOf(apps: readonly ResolvedApp[], sides: readonly AppSide[]) {
  return { ...sides[0]!.nodes, apps: byName(apps, sides, ({ nodes }) => nodes) };
}

/** What the controller is to make load balancers of, and which of them counts: names lead to it. */
function createBalancers(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateArgs | ResolvedJoinArgs,
  needs: IngressNeeds,
) {
  if (args.mode === "join") return {};
  const kinds = balancersOf(args.kind);
  const argsOf = (kind: CreatedBalancer["kind"]): ResolvedCreateArgs => ({
    ...args,
    externalDns: args.externalDns && kind === kinds[0],
  });
  const ingress = kinds.includes("ingress")
    ? createSharedIngress(parent, name, argsOf("ingress"), needs)
    : undefined;
  const gateway = kinds.includes("gateway")
    ? createSharedGateway(parent, name, argsOf("gateway"), needs)
    : undefined;
  return { ingress, gateway, first: kinds[0] === "ingress" ? ingress : gateway };
}

/** What is made last where it is one thing: Ingress or Gateway, or the binding of the only app. */
function onlyOne(
  { apps }: MultiClusterIngressNodes,
  balancers: readonly CreatedBalancer[],
): pulumi.Resource | undefined {
  const bindings = Object.values(apps).flatMap((app) => Object.values(app.bindings));
  const last = [...balancers.map((balancer) => balancer.last), ...bindings];
  return last.length === 1 ? last[0] : undefined;
}
