import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { orUnknown } from "../shared/load-balancer/of-controller.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { NlbServiceArgs, NlbServiceNodes } from "./args.ts";
import { awaitMade, type MadeNlb } from "./await-made.ts";
import { createNlbBindings } from "./bindings.ts";
import { nlbProblems } from "./check.ts";
import { createNames } from "./names.ts";
import { resolveNlbArgs, type ResolvedCreateNlb, type ResolvedJoinNlb } from "./resolve.ts";
import { createBalancedService, createPlainService } from "./service.ts";

/** What either side has of the load balancer. */
interface NlbSide {
  readonly nodes: NlbServiceNodes;
  readonly loadBalancerArn: pulumi.Output<string> | undefined;
  readonly loadBalancerDnsName: pulumi.Output<string> | undefined;
  readonly targetGroupArns: Readonly<Record<string, pulumi.Output<string>>>;
  readonly bindingNames: readonly pulumi.Output<string>[];
}

/**
 * A Network Load Balancer in front of a workload's pods, made by AWS Load Balancer Controller from a Service of a class of its
 * own. With `mode: "create"` it makes Service and load balancer; with `mode: "join"` it registers the cluster's targets in the
 * target groups of a load balancer that another cluster made, so that one load balancer stands in front of several clusters.
 *
 * The workload comes after it: give it `dependsOn: [nlb]` and the `bindingNames`, for readiness gates are put on pods when
 * they are made and only for a binding that is there. The load balancer goes with the Service, and cannot be had back.
 *
 * @example
 * const nlb = new NlbService("myeks-mqtt", {
 *   mode: "create",
 *   clusterName: cluster.clusterName,
 *   namespace: "iot",
 *   selector: { app: "mqtt" },
 *   containerPort: 1883,
 *   ports: [{ port: 1883 }],
 * }, { providers: [cluster.provider], dependsOn: [controller.ready] });
 *
 * @example
 * // In a cluster that joins.
 * const nlb = new NlbService("green-mqtt", {
 *   mode: "join",
 *   namespace: "iot",
 *   selector: { app: "mqtt" },
 *   containerPort: 1883,
 *   ports: [{ port: 1883 }],
 *   targetGroupArns: shared.targetGroupArns,
 *   vpcId: shared.vpcId,
 *   backendSecurityGroupId: shared.backendSecurityGroupId,
 * }, { providers: [cluster.provider], dependsOn: [controller.ready] });
 */
export class NlbService extends pulumi.ComponentResource {
  /** Where clients go; undefined on the side that joins. */
  readonly loadBalancerDnsName: pulumi.Output<string> | undefined;
  /** Undefined on the side that joins. */
  readonly loadBalancerArn: pulumi.Output<string> | undefined;
  /** The target group of each port, by its number. */
  readonly targetGroupArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** TargetGroupBindings that register the targets: a {@link Rollout} waits for them. */
  readonly bindingNames: readonly pulumi.Output<string>[];
  readonly nodes: NlbServiceNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: NlbServiceArgs): readonly ProblemOf<NlbServiceArgs>[] {
    return nlbProblems(resolveNlbArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: NlbServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveNlbArgs(name, args);
    refuseProblems("NlbService", name, nlbProblems(resolved));
    super(componentType("NlbService"), name, {}, opts);

    const side =
      resolved.mode === "create" ? createSide(this, name, resolved) : joinSide(this, name, resolved);

    this.nodes = side.nodes;
    this.loadBalancerDnsName = side.loadBalancerDnsName;
    this.loadBalancerArn = side.loadBalancerArn;
    this.targetGroupArns = side.targetGroupArns;
    this.bindingNames = side.bindingNames;
    this.registerOutputs({
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerArn: this.loadBalancerArn,
      targetGroupArns: this.targetGroupArns,
      bindingNames: this.bindingNames,
    });
  }
}

function createSide(parent: pulumi.Resource, name: string, args: ResolvedCreateNlb): NlbSide {
  const { service, revision } = createBalancedService(parent, name, args);
  const { clusterName, namespace, serviceName, ports } = args;
  const hostname = service.status.loadBalancer.ingress[0]!.hostname;
  const made = pulumi
    .all([clusterName, namespace, hostname, revision])
    .apply(([ofCluster, inNamespace, host, wanted]) =>
      awaitMade(
        {
          clusterName: ofCluster,
          namespace: inNamespace,
          serviceName,
          hostname: host,
          ports,
          revision: wanted,
        },
        { parent },
      ),
    );
  // Tags may be secret; what the controller made is not.
  const known = pulumi.unsecret(made);
  const loadBalancerDnsName = known.apply(() => hostname);
  return {
    nodes: { service, names: createNames(parent, name, args, loadBalancerDnsName), bindings: {} },
    loadBalancerDnsName,
    loadBalancerArn: known.apply(({ loadBalancerArn }) => orUnknown(loadBalancerArn)),
    targetGroupArns: byPort(args, known, "arn"),
    bindingNames: Object.values(byPort(args, known, "name")),
  };
}

function byPort(
  { ports }: ResolvedCreateNlb,
  made: pulumi.Output<MadeNlb>,
  key: "arn" | "name",
): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(
    ports.map(({ port }) => [
      String(port),
      made.apply(({ targetGroups }) => orUnknown(targetGroups[port]?.[key])),
    ]),
  );
}

function joinSide(parent: pulumi.Resource, name: string, args: ResolvedJoinNlb): NlbSide {
  const service = createPlainService(parent, name, args);
  const bindings = createNlbBindings(parent, name, args, service);
  const arns = args.ports.map(({ port }) => [String(port), pulumi.output(args.targetGroupArns[port]!)]);
  return {
    nodes: { service, names: undefined, bindings },
    loadBalancerDnsName: undefined,
    loadBalancerArn: undefined,
    targetGroupArns: Object.fromEntries(arns) as NlbSide["targetGroupArns"],
    bindingNames: Object.values(bindings).map(({ metadata }) => metadata.name),
  };
}
