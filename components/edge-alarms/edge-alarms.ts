import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { createAlarms } from "./alarms.ts";
import type { EdgeAlarmsArgs, EdgeAlarmsNodes } from "./args.ts";
import { edgeAlarmsProblems } from "./check.ts";
import { createDashboard } from "./dashboard.ts";
import { resolveEdgeAlarmsArgs } from "./resolve.ts";
import { createTopic } from "./topic.ts";

/**
 * Alarms of CloudWatch for a load balancer and the apps behind it, a topic that tells of them, and a dashboard.
 *
 * A target group that all clusters share has one number of healthy targets: metrics do not tell whose they are. So its alarm
 * goes off when fewer are left than one cluster has, and a lost cluster shows as unhealthy targets. Where each cluster has a
 * target group of its own, each has alarms of its own.
 *
 * Let it depend on the apps of the same stack, or their alarms go off before the first pod is ready.
 *
 * @example
 * new EdgeAlarms("edge-alarms", {
 *   loadBalancerArn: edge.loadBalancerArn,
 *   apps: [{ name: "shop", targetGroupArn: edge.targetGroupArns["shop"]!, replicas: 2 }],
 *   emails: ["operators@example.com"],
 *   responseTime: 1,
 *   targetErrors: false,
 * });
 */
export class EdgeAlarms extends pulumi.ComponentResource {
  /** The topic to which alarms publish. */
  readonly topicArn: pulumi.Output<string>;
  readonly nodes: EdgeAlarmsNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: EdgeAlarmsArgs): readonly ProblemOf<EdgeAlarmsArgs>[] {
    return edgeAlarmsProblems(resolveEdgeAlarmsArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: EdgeAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveEdgeAlarmsArgs(args);
    refuseProblems("EdgeAlarms", name, edgeAlarmsProblems(resolved));
    super(componentType("EdgeAlarms"), name, {}, opts);

    const own = resolved.topicArn === undefined ? createTopic(this, name, resolved) : NO_TOPIC;
    this.topicArn = pulumi.output(own.topicPolicy?.arn ?? resolved.topicArn!);
    const alarms = createAlarms(this, name, resolved, this.topicArn);
    const dashboard = resolved.dashboard
      ? createDashboard(this, name, resolved, Object.values(alarms))
      : undefined;

    this.nodes = { ...own, alarms, dashboard };
    this.registerOutputs({ topicArn: this.topicArn });
  }
}

const NO_TOPIC = { topic: undefined, topicPolicy: undefined, subscriptions: {} };
