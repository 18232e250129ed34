/** Who makes load balancer and target groups, and which target groups there are. */
import {
  balancersOf,
  DEFAULT_ACTION,
  INGRESS_DEFAULTS,
  SHARED_LOAD_BALANCER_DEFAULTS,
} from "../../components/index.ts";
import {
  targetsOf,
  type Traffic,
  type WeightedTarget,
} from "../../components/shared/load-balancer/traffic.ts";
import { hasTargets } from "../../components/shared/routing/plan.ts";
import { routesOf, type AppConfig } from "./app.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";

export type Ownership = NonNullable<OwnerConfig["ingress"]["ownership"]>;

/** Who makes the load balancer. */
export function ownershipOf({ role, ingress }: OwnerConfig): Ownership {
  return role === "edge" ? "pulumi" : (ingress.ownership ?? "controller");
}

/** Of what the controller makes load balancers, where it does. The first one counts. */
export function controllersBalancers({
  ingress,
}: {
  readonly ingress?: Pick<OwnerConfig["ingress"], "kind"> | undefined;
}): ReturnType<typeof balancersOf> {
  return balancersOf(ingress?.kind ?? INGRESS_DEFAULTS.kind);
}

/** Whether a stack's own controller makes a load balancer, of an Ingress or a Gateway. */
export function hasIngress(config: OwnerConfig): boolean {
  return ownershipOf(config) !== "pulumi";
}

/** Subnets that the class of the stack's Ingress decides on, whatever the Ingress says; a Gateway has no such class. */
export function subnetsOfClass(config: OwnerConfig) {
  const isIngress = hasIngress(config) && controllersBalancers(config).includes("ingress");
  return isIngress ? config.controller.ingressClass?.subnets : undefined;
}

/** Whether Pulumi makes a load balancer. */
export function hasLoadBalancer(config: OwnerConfig): boolean {
  return ownershipOf(config) !== "controller";
}

/** Whether Pulumi makes the target groups to which an Ingress forwards. */
export function ownsTargetGroups(config: OwnerConfig): boolean {
  return ownershipOf(config) === "controller" && config.ingress.targetGroups === "pulumi";
}

/** How a load balancer of Pulumi shares requests out among clusters. */
export function trafficOf({ ingress, weights }: OwnerConfig): Traffic {
  const { traffic, prepareTraffic } = { ...SHARED_LOAD_BALANCER_DEFAULTS, ...ingress };
  return { traffic, prepareTraffic, weights };
}

/** Whether the load balancer sends requests to an application: by a route, or where no route matches. */
export function hasGroups({ ingress }: OwnerConfig, app: AppConfig): boolean {
  return hasTargets(routesOf(app), ingress.defaultAction ?? DEFAULT_ACTION);
}

/** A target group, without its ARN. */
export type GroupIdentity = Omit<SharedTargetGroup, "arn">;

/** The target groups that an application has, by the configuration. */
export function groupsOf(config: OwnerConfig, app: string): readonly GroupIdentity[] {
  if (ownsTargetGroups(config)) {
    return [{ kind: "alb", behindIngress: true, balancer: controllersBalancers(config)[0]! }];
  }
  return [
    ...(hasIngress(config)
      ? controllersBalancers(config).map((kind) => ({ kind: CONTROLLERS_KINDS[kind] }))
      : []),
    ...(hasLoadBalancer(config) ? targetsOf(app, trafficOf(config)).map(groupOf) : []),
  ];
}

/** Kinds of target groups, by what the controller makes them of. */
const CONTROLLERS_KINDS = { ingress: "controller", gateway: "gateway" } as const;

/** Whether it is behind the load balancer of the controller that counts. */
export function isOfFirst(config: OwnerConfig, { kind }: Pick<GroupIdentity, "kind">): boolean {
  return kind === CONTROLLERS_KINDS[controllersBalancers(config)[0]!];
}

/** Whether the controller of the owner's cluster makes target groups of a kind. */
export function isOfController({ kind }: Pick<GroupIdentity, "kind">): boolean {
  return kind === "controller" || kind === "gateway";
}

function groupOf({ cluster, weight }: WeightedTarget): GroupIdentity {
  return cluster === undefined ? { kind: "alb", behindIngress: false } : { kind: "own", cluster, weight };
}
