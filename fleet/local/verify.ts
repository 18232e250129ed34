import type { Cloud } from "../../sim/core/cloud.ts";
import { readStandIns, type StandInReport } from "./stand-ins.ts";
import { inVpc, targetOwners } from "./target-owners.ts";

/** One target of a target group, joined with the cluster that owns it. */
export interface TargetReport {
  /** Names of the load balancers that send requests to it. */
  readonly loadBalancers: readonly string[];
  /** Name of the EKS cluster whose pod or node it is; null for a target that no living cluster knows. */
  readonly cluster: string | null;
  /** Null for a target that is not a pod. */
  readonly pod: string | null;
  /** Address of the pod; id of the instance in a target group of instances. */
  readonly ip: string;
  readonly port: number;
  readonly zone: string;
  /** `healthy`, `unhealthy`, `initial`, `draining`, `unused`, `unavailable` */
  readonly state: string;
  /** AWS's reason code and words while it is not healthy. */
  readonly reason?: string;
}

export interface LoadBalancerReport {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly state: string;
}

export interface Verification {
  readonly loadBalancers: readonly LoadBalancerReport[];
  /** By cluster, then by address. */
  readonly targets: readonly TargetReport[];
  readonly standIns: readonly StandInReport[];
}

/** Time that AWS may take until new targets have passed their health checks. */
const HEALTH_CHECK_DEADLINE_MS = 5 * 60_000;

/** Lets time pass until no target is waiting for its first health checks, then says how all of them are. */
export function verifyTargets(cloud: Cloud): Verification {
  cloud.clock.waitUntil(
    () => readTargets(cloud).every(({ state }) => state !== "initial"),
    HEALTH_CHECK_DEADLINE_MS,
  );
  return {
    loadBalancers: readLoadBalancers(cloud),
    targets: readTargets(cloud),
    standIns: readStandIns(cloud),
  };
}

/** Whether a target gets no requests, or should not. */
export function isUnfit({ state }: TargetReport): boolean {
  return state !== "healthy";
}

/** `target 192.168.4.21:8080 of cluster myeks is unhealthy (Target.Timeout: Request timed out)` */
export function describeTarget({ ip, port, cluster, state, reason }: TargetReport): string {
  const owner = cluster === null ? "no living cluster" : `cluster ${cluster}`;
  return `target ${ip}:${port} of ${owner} is ${state}${reason === undefined ? "" : ` (${reason})`}`;
}

function readLoadBalancers(cloud: Cloud): LoadBalancerReport[] {
  const { LoadBalancers } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    {},
  );
  return LoadBalancers.map(({ LoadBalancerArn, LoadBalancerName, DNSName, State }) => ({
    arn: LoadBalancerArn,
    name: LoadBalancerName,
    dnsName: DNSName,
    state: State.Code,
  }));
}

function readTargets(cloud: Cloud): TargetReport[] {
  const owners = targetOwners(cloud);
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  const names = new Map(readLoadBalancers(cloud).map(({ arn, name }) => [arn, name]));
  const targets = TargetGroups.flatMap(({ TargetGroupArn, VpcId, LoadBalancerArns }) => {
    const loadBalancers = LoadBalancerArns.flatMap((arn) => names.get(arn) ?? []);
    const { TargetHealthDescriptions } = cloud.call(
      cloud.administrator,
      "elasticloadbalancing",
      "DescribeTargetHealth",
      { TargetGroupArn },
    );
    return TargetHealthDescriptions.map(({ Target, TargetHealth }): TargetReport => {
      const owner = owners.get(inVpc(VpcId, Target.Id));
      return {
        loadBalancers,
        cluster: owner?.cluster ?? null,
        pod: owner?.pod ?? null,
        ip: Target.Id,
        port: Target.Port ?? 0,
        zone: Target.AvailabilityZone ?? owner?.zone ?? "",
        state: TargetHealth.State,
        ...(TargetHealth.Reason === undefined
          ? {}
          : { reason: `${TargetHealth.Reason}: ${TargetHealth.Description ?? ""}` }),
      };
    });
  });
  return targets.sort(
    (a, b) =>
      Number(a.cluster === null) - Number(b.cluster === null) ||
      byNumber.compare(a.cluster ?? "", b.cluster ?? "") ||
      byNumber.compare(a.ip, b.ip) ||
      a.port - b.port,
  );
}

/** `cluster2` before `cluster10`, 10.0.0.9 before 10.0.0.10. */
const byNumber = new Intl.Collator("en", { numeric: true });
