/** A target group as its load balancer sees it, for one state of the cloud. */
import type { Cloud } from "../core/cloud.ts";
import { defined } from "../core/defined.ts";
import { ec2State } from "../aws/ec2/state.ts";
import type { LoadBalancerRecord, TargetGroupRecord, TargetRecord } from "../aws/elbv2/records.ts";
import { TargetNetwork, type TargetConnection } from "../aws/elbv2/target/connection.ts";
import { healthOfTargets } from "../aws/elbv2/health/target-health.ts";
import type { BalancingPolicy, Candidate } from "./target-group-balancer.ts";

/** A target group as the load balancer sees it. */
export interface TargetGroupView {
  readonly arn: string;
  /** What an Application Load Balancer speaks with the targets: the protocol version, or HTTPS. Pods speak HTTP1. */
  readonly speaks: string;
  readonly policy: BalancingPolicy;
  /** `lb_cookie` or `app_cookie`, where clients keep their target. */
  readonly stickiness?: { readonly type: string; readonly seconds: number; readonly cookieName: string };
  /** Those that may get requests: the healthy ones, or all when too few are healthy. */
  readonly candidates: readonly TargetView[];
  /**
   * The candidates by the zone of the load balancer in which a request comes in; all for each where cross-zone load balancing
   * is on.
   */
  readonly pools: readonly (readonly TargetView[])[];
}

export interface TargetView extends Candidate {
  readonly port: number;
  /** What comes of connecting to it; found out when first asked for. */
  connection(): TargetConnection;
}

/** @param clientAddress from which connections come to the targets; default: that of the load balancer. */
export function compileGroup(
  cloud: Cloud,
  loadBalancer: LoadBalancerRecord,
  group: TargetGroupRecord,
  clientAddress?: string,
): TargetGroupView {
  const { attributes } = group;
  const network = new TargetNetwork(cloud, loadBalancer.arn, group, clientAddress);
  const chosen = candidatesOf(cloud, group).map((target) => ({ target, view: view(network, target) }));
  const candidates = chosen.map((one) => one.view);
  const type = attributes["stickiness.type"] ?? "";
  const duration = type === "app_cookie" ? "stickiness.app_cookie" : "stickiness.lb_cookie";
  return {
    arn: group.arn,
    speaks: group.protocol === "HTTPS" ? "HTTPS" : (group.protocolVersion ?? "HTTP1"),
    policy: {
      algorithm: attributes["load_balancing.algorithm.type"] ?? "round_robin",
      slowStartMs: Number(attributes["slow_start.duration_seconds"] ?? 0) * 1000,
    },
    ...(attributes["stickiness.enabled"] === "true" && {
      stickiness: {
        type,
        seconds: Number(attributes[`${duration}.duration_seconds`]),
        cookieName: attributes["stickiness.app_cookie.cookie_name"] ?? "",
      },
    }),
    candidates,
    pools: crossesZones(loadBalancer, group)
      ? [candidates]
      : loadBalancer.subnets.map(({ zoneName }) =>
          chosen.filter(({ target }) => isInZone(cloud, target, zoneName)).map((one) => one.view),
        ),
  };
}

/** As the target group says, else the load balancer: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html */
function crossesZones(loadBalancer: LoadBalancerRecord, { attributes }: TargetGroupRecord): boolean {
  const key = "load_balancing.cross_zone.enabled";
  const own = attributes[key];
  return (own === "true" || own === "false" ? own : loadBalancer.attributes[key]) !== "false";
}

/** `all` is for addresses outside of the VPC. */
function isInZone(cloud: Cloud, { id, availabilityZone }: TargetRecord, zone: string): boolean {
  const present = availabilityZone ?? ec2State(cloud).instances.find(id)?.AvailabilityZone;
  return present === zone || present === "all";
}

/**
 * The targets that requests go to. With too few healthy ones the load balancer fails open: it uses all.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-health
 */
function candidatesOf(cloud: Cloud, group: TargetGroupRecord): TargetRecord[] {
  const health = healthOfTargets(cloud, group);
  const targets = Object.values(group.targets).map((target) => ({ target, state: health(target).State }));
  const usable = targets.filter(({ state }) => state !== "draining" && state !== "unused");
  const healthy = usable.filter(({ state }) => state === "healthy");
  const minimum = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
  const count = Number(group.attributes[`${minimum}.count`]);
  const percentage = group.attributes[`${minimum}.percentage`] ?? "off";
  const enough =
    healthy.length >= count &&
    (percentage === "off" || healthy.length * 100 >= Number(percentage) * usable.length);
  return (enough ? healthy : usable).map(({ target }) => target);
}

function view(network: TargetNetwork, target: TargetRecord): TargetView {
  let connection: TargetConnection | undefined;
  return {
    key: `${target.id}:${target.port}`,
    port: target.port,
    ...defined({ healthySince: target.healthySince }),
    connection: () => (connection ??= network.connect(target, target.port)),
  };
}
