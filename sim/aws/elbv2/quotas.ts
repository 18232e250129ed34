import type { Cloud } from "../../core/cloud.ts";
import { elbv2State } from "./state.ts";

/**
 * Quotas that AWS raises on request, by their names in DescribeAccountLimits, with what every account has.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
export const ADJUSTABLE_QUOTAS = {
  "rules-per-application-load-balancer": 100,
  "targets-per-application-load-balancer": 1000,
} as const;

export type AdjustableQuota = keyof typeof ADJUSTABLE_QUOTAS;

/** What the account may have. */
export function quotaOf(cloud: Cloud, name: AdjustableQuota): number {
  return elbv2State(cloud).raisedQuotas.find(name)?.value ?? ADJUSTABLE_QUOTAS[name];
}

/** Notes what AWS granted. */
export function raiseQuota(cloud: Cloud, name: AdjustableQuota, value: number): void {
  elbv2State(cloud).raisedQuotas.set(name, { value });
}
