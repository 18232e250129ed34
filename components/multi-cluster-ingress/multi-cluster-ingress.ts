import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { MultiClusterIngressArgs, MultiClusterIngressNodes } from "./args.ts";
import { ingressProblems } from "./check.ts";
import { createSharedIngress } from "./create-side.ts";
import { joinSharedIngress } from "./join-side.ts";
import { resolveIngressArgs } from "./resolve.ts";
import { createServiceSide } from "./service.ts";

/**
 * A cluster's part in one load balancer and one target group that several clusters share. With `mode: "create"` it
 * makes them, by an Ingress for the cluster's controller; with `mode: "join"` it registers the cluster's pods in what
 * another stack made.
 *
 * The workload comes after it: give it `dependsOn: [ingress.ready]`, for readiness gates are put on pods when they are
 * made and only for a binding that is there. On the way back the workload goes first, while the binding can still take
 * its pods out of the target group. Whether its pods serve behind the load balancer, and if not, why, is what a
 * {@link Rollout} waits for; {@link DemoApp} brings one.
 *
 * @example
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
  /** The target group that all clusters share. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** Security group from which the load balancer reaches the pods. */
  readonly backendSecurityGroupId: pulumi.Output<string>;
  /** Where clients go. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Namespace for the workload. */
  readonly namespace: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  /** By which labels the Service finds its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** The TargetGroupBinding that registers this cluster's pods; one that the controller made has the target group's name. */
  readonly bindingName: pulumi.Output<string>;
  /** What the workload must depend on. */
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

    const serviceSide = createServiceSide(this, name, resolved);
    const shared =
      resolved.mode === "create"
        ? createSharedIngress(this, name, resolved, serviceSide)
        : joinSharedIngress(this, name, resolved, serviceSide);

    this.nodes = { ...serviceSide.nodes, ...shared.nodes };
    this.targetGroupArn = shared.targetGroupArn;
    this.backendSecurityGroupId = pulumi.output(args.backendSecurityGroupId);
    this.loadBalancerDnsName = shared.loadBalancerDnsName;
    this.loadBalancerArn = shared.loadBalancerArn;
    this.namespace = serviceSide.namespace;
    this.serviceName = serviceSide.service.metadata.name;
    this.selector = args.selector;
    this.bindingName = shared.bindingName;
    this.ready = shared.ready;
    this.registerOutputs({
      targetGroupArn: this.targetGroupArn,
      backendSecurityGroupId: this.backendSecurityGroupId,
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerArn: this.loadBalancerArn,
      namespace: this.namespace,
      serviceName: this.serviceName,
      bindingName: this.bindingName,
    });
  }
}
