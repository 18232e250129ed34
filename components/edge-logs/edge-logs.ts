import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { AccessLogsArgs } from "../shared/load-balancer/load-balancer.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { EdgeLogsArgs, EdgeLogsNodes } from "./args.ts";
import { createLogBucket } from "./bucket.ts";
import { edgeLogsProblems } from "./check.ts";
import { resolveEdgeLogsArgs } from "./resolve.ts";

/**
 * A place for a load balancer's logs: a bucket of its own that lets load balancers write, or a given one.
 *
 * When a log is switched on, the load balancer tries the bucket, and AWS refuses with "Access Denied for bucket" if it may not
 * write. So what gets `accessLogs` and the others from here waits for the bucket's policy.
 *
 * @example
 * const logs = new EdgeLogs("edge-logs", { connection: true, expireDays: 30 });
 * new SharedLoadBalancer("edge", { ...logs.loadBalancerArgs, ... });
 */
export class EdgeLogs extends pulumi.ComponentResource {
  /** Name of the bucket, once load balancers may write to it. */
  readonly bucket: pulumi.Output<string>;
  /** `accessLogs`, `connectionLogs` and `healthCheckLogs` of a load balancer, as far as they are wanted. */
  readonly loadBalancerArgs: LogArgs;
  readonly nodes: EdgeLogsNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: EdgeLogsArgs): readonly ProblemOf<EdgeLogsArgs>[] {
    return edgeLogsProblems(resolveEdgeLogsArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: EdgeLogsArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveEdgeLogsArgs(args);
    refuseProblems("EdgeLogs", name, edgeLogsProblems(resolved));
    super(componentType("EdgeLogs"), name, {}, opts);

    const made = resolved.bucket === undefined ? createLogBucket(this, name, resolved) : undefined;

    this.nodes = made ?? NO_NODES;
    this.bucket = pulumi.output(made?.policy.bucket ?? resolved.bucket!);
    const place = { bucket: this.bucket, ...defined({ prefix: resolved.prefix }) };
    this.loadBalancerArgs = defined({
      accessLogs: resolved.access ? place : undefined,
      connectionLogs: resolved.connection ? place : undefined,
      healthCheckLogs: resolved.healthCheck ? place : undefined,
    });
    this.registerOutputs({ bucket: this.bucket });
  }
}

/** What a load balancer writes, and where. */
interface LogArgs {
  readonly accessLogs?: AccessLogsArgs;
  readonly connectionLogs?: AccessLogsArgs;
  readonly healthCheckLogs?: AccessLogsArgs;
}

const NO_NODES: EdgeLogsNodes = {
  bucket: undefined,
  publicAccessBlock: undefined,
  lifecycle: undefined,
  policy: undefined,
};
