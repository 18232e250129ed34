import type { Cloud } from "../../sim/core/cloud.ts";
import { UserError } from "../project/errors.ts";
import { readStandIns, type StandInReport } from "./stand-ins.ts";
import { describeWithoutTarget, readTargetGroups, type TargetGroupReport } from "./target-groups.ts";
import { inVpc, targetOwners } from "./target-owners.ts";
import { count } from "./words.ts";

/** One target of a target group, joined with the cluster that owns it. */
export interface TargetReport {
  /** Names of the load balancers that send requests to it. */
  readonly loadBalancers: readonly string[];
  /** Name of the target group. */
  readonly targetGroup: string;
  /** Name of the app whose target group it is. */
  readonly app: string;
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
  readonly targetGroups: readonly TargetGroupReport[];
  /** By cluster, then by address. */
  readonly targets: readonly TargetReport[];
  readonly standIns: readonly StandInReport[];
}

/** Time that AWS may take until new targets have passed their health checks. */
const HEALTH_CHECK_DEADLINE_MS = 5 * 60_000;

/** Lets time pass until no target is waiting for its first health checks, then says how all of them are. */
export function verifyTargets(cloud: Cloud): Verification {
  cloud.clock.waitUntil(() => !statesOfTargets(cloud).includes("initial"), HEALTH_CHECK_DEADLINE_MS);
  const targetGroups = readTargetGroups(cloud);
  return {
    loadBalancers: readLoadBalancers(cloud),
    targetGroups,
    targets: readTargets(cloud, targetGroups),
    standIns: readStandIns(cloud),
  };
}

/** Whether a target gets no requests, or should not. */
export function isUnfit({ state }: TargetReport): boolean {
  return state !== "healthy";
}

/**
 * Target groups that get requests and cannot answer one. Where pods of no cluster are the app's, nobody has deployed it,
 * or its number of pods is 0: then it is to be so.
 */
export function groupsWithoutTarget({ targetGroups, targets }: Verification): TargetGroupReport[] {
  const answering = new Set(
    targets.filter((target) => !isUnfit(target)).map(({ targetGroup }) => targetGroup),
  );
  return targetGroups.filter(
    (group) => (group.weight ?? 0) > 0 && !answering.has(group.name) && isDeployed(targetGroups, group),
  );
}

/** Whether an app has pods somewhere, or no cluster binds it at all. */
function isDeployed(targetGroups: readonly TargetGroupReport[], { app }: TargetGroupReport): boolean {
  const own = targetGroups.filter((group) => group.app === app);
  return own.some(({ hasPods }) => hasPods) || own.every(({ clusters }) => clusters.length === 0);
}

/** `target 192.168.4.21:8080 of cluster myeks is unhealthy (Target.Timeout: Request timed out)` */
export function describeTarget({ ip, port, cluster, state, reason }: TargetReport): string {
  const owner = cluster === null ? "no living cluster" : `cluster ${cluster}`;
  return `target ${ip}:${port} of ${owner} is ${state}${reason === undefined ? "" : ` (${reason})`}`;
}

/** @throws UserError that names what does not answer. */
export function refuseUnhealthy(verification: Verification): void {
  const { loadBalancers, targetGroups, targets } = verification;
  if (loadBalancers.length === 0) {
    throw new UserError("no stack made a load balancer; run a stack with role primary or edge too");
  }
  const unfit = targets
    .filter((target) => isUnfit(target) && !isIdle(targetGroups, target))
    .map((target) => `\n  ${describeTarget(target)}`);
  const problems = [
    ...(unfit.length === 0 ? [] : [`${count(unfit.length, "target")} not healthy:${unfit.join("")}`]),
    ...groupsWithoutTarget(verification).map(describeWithoutTarget),
  ];
  if (problems.length > 0) throw new UserError(problems.join("\n"), problems);
}

/** Whether a node gets no requests because no pod of the app is on it. */
function isIdle(groups: readonly TargetGroupReport[], { ip, targetGroup }: TargetReport): boolean {
  return groups.some(({ name, idleInstances }) => name === targetGroup && idleInstances.includes(ip));
}

function readLoadBalancers(cloud: Cloud): LoadBalancerReport[] {
  const { LoadBalancers } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    {},
  );
  // Those that take requests come first.
  return LoadBalancers.toSorted((a, b) => a.Type.localeCompare(b.Type)).map(
    ({ LoadBalancerArn, LoadBalancerName, DNSName, State }) => ({
      arn: LoadBalancerArn,
      name: LoadBalancerName,
      dnsName: DNSName,
      state: State.Code,
    }),
  );
}

function statesOfTargets(cloud: Cloud): string[] {
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  return TargetGroups.flatMap(({ TargetGroupArn }) =>
    healthOf(cloud, TargetGroupArn).map(({ TargetHealth }) => TargetHealth.State),
  );
}

function healthOf(cloud: Cloud, TargetGroupArn: string) {
  return cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTargetHealth", { TargetGroupArn })
    .TargetHealthDescriptions;
}

function readTargets(cloud: Cloud, groups: readonly TargetGroupReport[]): TargetReport[] {
  const owners = targetOwners(cloud);
  const targets = groups.flatMap((group) =>
    healthOf(cloud, group.arn).map(({ Target, TargetHealth: { State, Reason, Description = "" } }) => {
      const owner = owners.get(inVpc(group.vpcId, Target.Id));
      return {
        loadBalancers: group.loadBalancers,
        targetGroup: group.name,
        app: group.app,
        cluster: owner?.cluster ?? null,
        pod: owner?.pod ?? null,
        ip: Target.Id,
        port: Target.Port ?? 0,
        zone: Target.AvailabilityZone ?? owner?.zone ?? "",
        state: State,
        ...(Reason !== undefined && { reason: `${Reason}: ${Description}` }),
      };
    }),
  );
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
