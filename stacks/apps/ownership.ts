/** Who makes load balancer and target groups, and which target groups there are. */
import { DEFAULT_ACTION } from "../../components/index.ts";
import { hasTargets } from "../../components/shared/routing/plan.ts";
import { routesOf, type AppConfig } from "./app.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";

export type Ownership = NonNullable<OwnerConfig["ingress"]["ownership"]>;

/** Who makes the load balancer. */
export function ownershipOf({ role, ingress }: OwnerConfig): Ownership {
  return role === "edge" ? "pulumi" : (ingress.ownership ?? "controller");
}

/** Whether a stack's own controller makes a load balancer of an Ingress. */
export function hasIngress(config: OwnerConfig): boolean {
  return ownershipOf(config) !== "pulumi";
}

/** Whether Pulumi makes a load balancer. */
export function hasLoadBalancer(config: OwnerConfig): boolean {
  return ownershipOf(config) !== "controller";
}

/** Whether Pulumi makes the target groups to which an Ingress forwards. */
export function ownsTargetGroups(config: OwnerConfig): boolean {
  return ownershipOf(config) === "controller" && config.ingress.targetGroups === "pulumi";
}

/** How requests are shared out among clusters. */
export function trafficOf({ ingress }: OwnerConfig): "shared" | "weighted" {
  return ingress.traffic ?? "shared";
}

/** Clusters that an application has weights for. */
export function weightedClusters({ weights }: OwnerConfig, app: string): readonly string[] {
  return Object.keys(weights[app] ?? weights["default"] ?? {});
}

/** Whether the load balancer sends requests to an application: by a route, or where no route matches. */
export function hasGroups({ ingress }: OwnerConfig, app: AppConfig): boolean {
  return hasTargets(routesOf(app), ingress.defaultAction ?? DEFAULT_ACTION);
}

/** A target group, without its ARN. */
export type GroupIdentity = Pick<SharedTargetGroup, "kind" | "cluster">;

/** The target groups that an application has, by the configuration. */
export function groupsOf(config: OwnerConfig, app: string): readonly GroupIdentity[] {
  const ofController: GroupIdentity[] =
    hasIngress(config) && !ownsTargetGroups(config) ? [{ kind: "controller" }] : [];
  if (ownsTargetGroups(config)) return [{ kind: "alb" }];
  if (!hasLoadBalancer(config)) return ofController;
  const isPrepared = config.ingress.prepareTraffic === true;
  const isWeighted = trafficOf(config) === "weighted";
  return [
    ...ofController,
    ...(!isWeighted || isPrepared ? [{ kind: "alb" } as const] : []),
    ...(isWeighted || isPrepared
      ? weightedClusters(config, app).map((cluster) => ({ kind: "own", cluster }) as const)
      : []),
  ];
}
