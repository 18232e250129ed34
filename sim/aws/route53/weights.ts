/** Which of a name's records clients get: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html */
import type { Cloud } from "../../core/cloud.ts";
import { healthOfTargets } from "../elbv2/health/target-health.ts";
import type { LoadBalancerRecord } from "../elbv2/records.ts";
import { elbv2State } from "../elbv2/state.ts";
import { loadBalancersOf } from "../elbv2/target-group/usage.ts";
import { apiName } from "./names.ts";
import type { RecordSetRecord } from "./state.ts";

/** A record, and the part of all clients that get it. */
export interface Share {
  readonly set: RecordSetRecord;
  readonly share: number;
}

/** By the weights of records whose load balancers are healthy, if any are; that of most clients first. */
export function sharesOf(cloud: Cloud, sets: readonly RecordSetRecord[]): Share[] {
  const weightOf = ({ Weight = 1 }: RecordSetRecord) => Weight;
  const healthy = sets.filter((set) => isHealthy(cloud, set));
  // One with weight 0 is for when no other is healthy.
  const chosen = [healthy.filter(weightOf), healthy, sets.filter(weightOf), sets].find(
    (some) => some.length > 0,
  );
  const weighed = (chosen ?? []).map((set) => ({ set, weight: weightOf(set) }));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed
    .map(({ set, weight }) => ({ set, share: total === 0 ? 1 / weighed.length : weight / total }))
    .toSorted((a, b) => b.share - a.share);
}

function isHealthy(cloud: Cloud, { AliasTarget }: RecordSetRecord): boolean {
  if (AliasTarget?.EvaluateTargetHealth !== true) return true;
  const loadBalancer = loadBalancerOf(cloud, AliasTarget.DNSName);
  return loadBalancer !== undefined && hasHealthyTargets(cloud, loadBalancer);
}

/** The load balancer of which a name is that on AWS. */
export function loadBalancerOf(cloud: Cloud, name: string): LoadBalancerRecord | undefined {
  const aim = apiName(name).replace(/^dualstack\./, "");
  return elbv2State(cloud).loadBalancers.where(({ dnsName }) => apiName(dnsName) === aim)[0];
}

/** In each target group; one without targets is not healthy. https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
function hasHealthyTargets(cloud: Cloud, { arn }: LoadBalancerRecord): boolean {
  const state = elbv2State(cloud);
  return state.targetGroups
    .where((group) => loadBalancersOf(state, group.arn).includes(arn))
    .every((group) => {
      const health = healthOfTargets(cloud, group);
      return Object.values(group.targets).some((target) => health(target).State === "healthy");
    });
}
