/** Alarms of an owner's stack: of the load balancer that counts, and of the applications behind it. */
import type * as pulumi from "@pulumi/pulumi";
import { EdgeAlarms, type EdgeAlarmsArgs, type WatchedApp } from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { podsOf, workloadOf, type AppConfig } from "../apps/app.ts";
import { hasGroups, hasLoadBalancer, isOfController, isOfFirst } from "../apps/ownership.ts";
import { wants } from "../config/feature-keys.ts";
import type { Features } from "./features.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";
import type { SharedAppOutput, TargetGroupOutput } from "../outputs.ts";

/** What there is to watch. */
export interface Watchable {
  readonly loadBalancerArn: pulumi.Input<string>;
  /** By name. */
  readonly apps: Readonly<Record<string, Pick<SharedAppOutput, "targetGroups">>>;
  readonly webAclMetric?: pulumi.Input<string> | undefined;
}

/** Who has the load balancer of a given listener has alarms for it. */
const NONE_OF_LOAD_BALANCER = { loadBalancerErrors: false, rejectedConnections: false } as const;

/** @param served the configuration with what the stack makes for its load balancer. */
export function alarmsArgs(served: OwnerConfig, { apps, ...watchable }: Watchable): EdgeAlarmsArgs {
  const { alarms, ingress, tags } = served;
  const certificateArns = ingress.listenerArn === undefined ? ingress.tls?.certificateArns : undefined;
  return {
    ...(ingress.listenerArn === undefined ? {} : NONE_OF_LOAD_BALANCER),
    ...alarms,
    ...defined({ webAclMetric: watchable.webAclMetric, certificateArns: certificateArns?.filter(isOfAcm) }),
    loadBalancerArn: watchable.loadBalancerArn,
    apps: served.apps
      .filter((app) => hasGroups(served, app))
      .flatMap((app) => apps[app.name]!.targetGroups.flatMap((group) => watched(served, app, group))),
    tags,
  };
}

/** Those of IAM have no metrics. */
function isOfAcm(arn: pulumi.Input<string>): boolean {
  return typeof arn !== "string" || arn.includes(":acm:");
}

/** Where two load balancers stand side by side, that of Pulumi counts, or the first one of the controller. */
function watched(config: OwnerConfig, app: AppConfig, group: TargetGroupOutput): WatchedApp[] {
  const { cluster, weight = 1, arn } = group;
  if (isOfController(group) && (hasLoadBalancer(config) || !isOfFirst(config, group))) return [];
  const replicas = weight === 0 ? 0 : fewestTargets(app);
  return [{ name: app.name, ...defined({ cluster }), targetGroupArn: arn, replicas }];
}

/** Of one cluster. What somebody else deploys, and nodes as targets, are not counted here. */
function fewestTargets(app: AppConfig): number {
  const { retire = false, targetType } = app.entry;
  if (retire) return 0;
  return workloadOf(app) === "external"
    ? 1
    : targetType === "instance"
      ? Math.min(1, podsOf(app))
      : podsOf(app);
}

/** @param after what must be there before alarms look at it. */
export function createEdgeAlarms(
  { served, webAclMetric }: Pick<Features<OwnerConfig>, "served" | "webAclMetric">,
  watchable: Watchable,
  after: readonly pulumi.Resource[],
): EdgeAlarms[] {
  if (!wants(served, "alarms")) return [];
  const name = componentNames(served.clusterName).alarms;
  const args = alarmsArgs(served, { ...watchable, webAclMetric });
  return [new EdgeAlarms(name, args, { dependsOn: [...after] })];
}
