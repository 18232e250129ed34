import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { AwsError } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import { onResources } from "../authorization.ts";
import { checkRange } from "../errors.ts";
import { scheduleHealthChecks } from "../health/health-checks.ts";
import type { TargetGroupRecord, TargetRecord } from "../records.ts";
import type { TargetGroupArnInput } from "../requests.ts";
import type { TargetDescription, TargetHealth, TargetHealthDescription } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { checkInstance, zoneOfAddress } from "./address.ts";
import { deregistrationDelayMs } from "../target-group/attributes.ts";
import { healthOfTargets, INITIAL_HEALTH } from "../health/target-health.ts";
import { checkTargetCount, countTargets, loadBalancersOf, targetGroupsOf } from "../target-group/usage.ts";

/** Per target group: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_TARGETS = 1000;

interface TargetsInput extends TargetGroupArnInput {
  readonly Targets: readonly TargetDescription[];
}

/** The key of a target in its group. */
export function targetKey(target: { readonly id: string; readonly port: number }): string {
  return `${target.id}:${target.port}`;
}

export const registerTargets = operation<TargetsInput, object>({
  authorize: (cloud, { TargetGroupArn }) => onResources(cloud, "RegisterTargets", [TargetGroupArn]),
  run(cloud, { TargetGroupArn, Targets: targets }) {
    const group = elbv2State(cloud).targetGroups.get(TargetGroupArn);
    const added = targets.map((target) => newTarget(cloud, group, target));
    checkRoom(cloud, group, added);
    for (const target of added) {
      const key = targetKey(target);
      const present = group.targets[key];
      // Registering a registered target again changes nothing; a draining one starts anew.
      if (present !== undefined && present.drainsUntil === undefined) continue;
      group.targets[key] = target;
      elbv2State(cloud).targetHealthChanged(group.arn, key);
    }
    scheduleHealthChecks(cloud, group);
    return {};
  },
});

/** Words: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2302 */
function checkRoom(cloud: Cloud, group: TargetGroupRecord, added: readonly TargetRecord[]): void {
  const keys = new Set([...Object.keys(group.targets), ...added.map(targetKey)]);
  if (keys.size > MAX_TARGETS) {
    throw new AwsError(
      "TooManyTargets",
      `The maximum number of targets per target group '${MAX_TARGETS}' has been reached on target group '${group.arn}'`,
    );
  }
  const [loadBalancerArn] = loadBalancersOf(elbv2State(cloud), group.arn);
  if (loadBalancerArn === undefined) return;
  const others = targetGroupsOf(elbv2State(cloud), loadBalancerArn).filter(({ arn }) => arn !== group.arn);
  checkTargetCount(cloud, loadBalancerArn, countTargets(others) + keys.size);
}

function newTarget(cloud: Cloud, group: TargetGroupRecord, target: TargetDescription): TargetRecord {
  const port = target.Port ?? group.port;
  checkRange(port, "port", 1, 65_535);
  let zone: string | undefined;
  if (group.targetType === "instance") checkInstance(cloud, group, target);
  else zone = zoneOfAddress(cloud, group, target);
  return {
    id: target.Id,
    port,
    ...defined({ availabilityZone: zone }),
    health: INITIAL_HEALTH,
    passes: 0,
    failures: 0,
  };
}

export const deregisterTargets = operation<TargetsInput, object>({
  authorize: (cloud, { TargetGroupArn }) => onResources(cloud, "DeregisterTargets", [TargetGroupArn]),
  run(cloud, { TargetGroupArn, Targets: targets }) {
    const group = elbv2State(cloud).targetGroups.get(TargetGroupArn);
    for (const target of targets) {
      // Without a port every registration of the id is meant. What is not registered is ignored:
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
      for (const [key, record] of Object.entries(group.targets)) {
        if (record.id !== target.Id || (target.Port !== undefined && record.port !== target.Port)) continue;
        if (record.drainsUntil === undefined) drain(cloud, group, key, record);
      }
    }
    return {};
  },
});

function drain(cloud: Cloud, group: TargetGroupRecord, key: string, record: TargetRecord): void {
  const inUse = healthOfTargets(cloud, group)(record).State !== "unused";
  record.drainsUntil = cloud.clock.now() + (inUse ? deregistrationDelayMs(group) : 0);
  if (record.drainsUntil === cloud.clock.now()) {
    delete group.targets[key];
  } else {
    removeDrained(cloud, group.arn, key, record.drainsUntil);
  }
  elbv2State(cloud).targetHealthChanged(group.arn, key);
}

/** Ends a target's draining in due time, also after a saved world was loaded. */
export function removeDrained(cloud: Cloud, groupArn: string, key: string, drainsUntil: number): void {
  cloud.clock.schedule(drainsUntil - cloud.clock.now(), () => {
    const group = elbv2State(cloud).targetGroups.find(groupArn);
    if (group?.targets[key]?.drainsUntil !== drainsUntil) return;
    delete group.targets[key];
    elbv2State(cloud).targetHealthChanged(groupArn, key);
  });
}

interface DescribeTargetHealthInput extends TargetGroupArnInput {
  readonly Targets?: readonly TargetDescription[] | undefined;
}

export const describeTargetHealth = operation<
  DescribeTargetHealthInput,
  { readonly TargetHealthDescriptions: readonly TargetHealthDescription[] }
>({
  run(cloud, { TargetGroupArn, Targets: wanted }) {
    const group = elbv2State(cloud).targetGroups.get(TargetGroupArn);
    const health = healthOfTargets(cloud, group);
    const records = Object.values(group.targets);
    if (wanted === undefined || wanted.length === 0) {
      return { TargetHealthDescriptions: records.map((record) => describe(group, record, health)) };
    }
    return {
      TargetHealthDescriptions: wanted.map((target) => {
        const port = target.Port ?? group.port;
        const record = group.targets[targetKey({ id: target.Id, port })];
        return record === undefined ? notRegistered(group, target.Id, port) : describe(group, record, health);
      }),
    };
  },
});

function describe(
  group: TargetGroupRecord,
  record: TargetRecord,
  health: (target: TargetRecord) => TargetHealth,
): TargetHealthDescription {
  return {
    Target: {
      Id: record.id,
      Port: record.port,
      ...defined({ AvailabilityZone: record.availabilityZone }),
    },
    HealthCheckPort: healthCheckPort(group, record.port),
    TargetHealth: health(record),
  };
}

function notRegistered(group: TargetGroupRecord, id: string, port: number): TargetHealthDescription {
  return {
    Target: { Id: id, Port: port },
    HealthCheckPort: healthCheckPort(group, port),
    TargetHealth: {
      State: "unused",
      Reason: "Target.NotRegistered",
      Description: "Target is not registered to the target group",
    },
  };
}

function healthCheckPort(group: TargetGroupRecord, trafficPort: number): string {
  return group.healthCheck.port === "traffic-port" ? String(trafficPort) : group.healthCheck.port;
}
