/**
 * Health checks in virtual time: one round per target group and interval, in which every target is asked. A round in
 * which nothing can have changed asks nobody, so that hours pass cheaply.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import type { Cloud } from "../../../core/cloud.ts";
import type { CheckResult, HealthProbe, TargetGroupRecord, TargetRecord } from "../records.ts";
import type { TargetHealth } from "../shapes.ts";
import { probeOf } from "./probe.ts";
import { elbv2State } from "../state.ts";
import { INITIAL_HEALTH, servingLoadBalancer, unusedReasons } from "./target-health.ts";

/** Every registered target is healthy at once. */
export const alwaysHealthy: HealthProbe = { kind: "instant", health: () => ({ State: "healthy" }) };

/** Starts the checks of a target group, if it has targets, an active load balancer, and none are running. */
export function scheduleHealthChecks(cloud: Cloud, group: TargetGroupRecord): void {
  if (probeOf(cloud).kind === "instant" || Object.keys(group.targets).length === 0) return;
  const running = elbv2State(cloud).healthChecks.get(group.arn);
  if (running !== undefined) {
    // There are new targets, so the next round has to ask.
    elbv2State(cloud).healthChecks.set(group.arn, { timer: running.timer, settledAt: undefined });
  } else if (servingLoadBalancer(cloud, group) !== undefined) {
    scheduleRound(cloud, group, undefined);
  }
}

/** Ends the checks of a target group. */
export function stopHealthChecks(cloud: Cloud, groupArn: string): void {
  elbv2State(cloud).healthChecks.get(groupArn)?.timer.cancel();
  elbv2State(cloud).healthChecks.delete(groupArn);
}

/** Starts, ends and resets health checks after listeners or rules began or ceased to use target groups. */
export function targetGroupUseChanged(cloud: Cloud, groupArns: Iterable<string>): void {
  for (const arn of new Set(groupArns)) {
    const group = elbv2State(cloud).targetGroups.find(arn);
    if (group === undefined) continue;
    if (servingLoadBalancer(cloud, group) === undefined) {
      stopHealthChecks(cloud, arn);
      for (const target of Object.values(group.targets)) {
        Object.assign(target, { health: INITIAL_HEALTH, passes: 0, failures: 0 });
        delete target.healthySince;
      }
    } else {
      scheduleHealthChecks(cloud, group);
    }
    for (const key of Object.keys(group.targets)) elbv2State(cloud).targetHealthChanged(arn, key);
  }
}

function scheduleRound(cloud: Cloud, group: TargetGroupRecord, settledAt: string | undefined): void {
  const timer = cloud.clock.schedule(group.healthCheck.intervalSeconds * 1000, () => {
    const present = elbv2State(cloud).targetGroups.find(group.arn);
    if (present !== undefined) runRound(cloud, present);
  });
  elbv2State(cloud).healthChecks.set(group.arn, { timer, settledAt });
}

function runRound(cloud: Cloud, group: TargetGroupRecord): void {
  const probe = probeOf(cloud);
  const settledAt = elbv2State(cloud).healthChecks.get(group.arn)?.settledAt;
  elbv2State(cloud).healthChecks.delete(group.arn);
  const loadBalancerArn = servingLoadBalancer(cloud, group);
  const targets = Object.entries(group.targets).filter(([, target]) => target.drainsUntil === undefined);
  if (probe.kind === "instant" || loadBalancerArn === undefined || targets.length === 0) return;
  const revision = probe.revision?.(cloud);
  if (revision !== undefined && revision === settledAt) {
    scheduleRound(cloud, group, settledAt);
    return;
  }
  const check = probe.begin(cloud, loadBalancerArn, group);
  const unused = unusedReasons(cloud, group);
  let settled = true;
  for (const [key, target] of targets) {
    if (unused(target) !== undefined) continue;
    const before = target.health;
    applyCheck(cloud, group, target, check(target));
    settled &&= isSettled(target);
    if (!sameHealth(before, target.health)) elbv2State(cloud).targetHealthChanged(group.arn, key);
  }
  scheduleRound(cloud, group, settled ? revision : undefined);
}

function applyCheck(cloud: Cloud, group: TargetGroupRecord, target: TargetRecord, result: CheckResult): void {
  const { healthyThreshold, unhealthyThreshold } = group.healthCheck;
  const { State: state } = target.health;
  if (result.passed) {
    target.passes += 1;
    target.failures = 0;
    // A newly registered target needs to pass only one check, one that was unhealthy as many as the threshold says.
    if (state === "initial" || (state === "unhealthy" && target.passes >= healthyThreshold)) {
      target.health = { State: "healthy" };
      target.healthySince = cloud.clock.now();
    }
    return;
  }
  target.failures += 1;
  target.passes = 0;
  if (state === "unhealthy" || target.failures >= unhealthyThreshold) {
    target.health = { State: "unhealthy", Reason: result.reason, Description: result.description };
    delete target.healthySince;
  } else if (state === "initial") {
    target.health = {
      State: "initial",
      Reason: "Elb.InitialHealthChecking",
      Description: "Initial health checks in progress",
    };
  }
}

/** Whether checks with the same outcome as the last would change nothing any more. */
function isSettled(target: TargetRecord): boolean {
  if (target.health.State === "healthy") return target.failures === 0;
  return target.health.State === "unhealthy" && target.passes === 0;
}

function sameHealth(a: TargetHealth, b: TargetHealth): boolean {
  return a.State === b.State && a.Reason === b.Reason && a.Description === b.Description;
}
