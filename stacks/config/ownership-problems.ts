import { balancersOf } from "../../components/index.ts";
import { DEFAULT_WEIGHTS, hasOwn } from "../../components/shared/load-balancer/traffic.ts";
import { shown } from "../../components/shared/shown.ts";
import { isRouted, pathOf } from "../apps/app.ts";
import { ownershipOf, trafficOf, type Ownership } from "../apps/ownership.ts";
import type { ConfigProblem } from "./issues.ts";
import { wants } from "./feature-keys.ts";
import type { OwnerConfig, StackConfig } from "./stack-config.ts";

/** What keys say of a load balancer that is not the one who makes it could follow. */
export function ownershipProblems(config: StackConfig): ConfigProblem[] {
  if (config.role === "member") return [];
  const ownership = ownershipOf(config);
  return [
    ...(config.role === "edge" && (config.ingress.ownership ?? "pulumi") !== "pulumi"
      ? [
          {
            path: "ingress.ownership",
            reason: `is ${config.ingress.ownership!}, but an edge has no cluster whose controller could make a load balancer; leave it out`,
          },
        ]
      : []),
    ...(config.role === "edge" ? sharedNlbProblems(config) : []),
    ...(ownership === "controller" ? controllerProblems(config) : pulumiProblems(config)),
    ...(ownership === "pulumi" ? [] : ingressProblems(config)),
    ...(ownership === "both" ? nameProblems(config) : []),
    ...kindProblems(config, ownership),
    ...weightProblems(config),
    ...protectionProblems(config),
  ];
}

/** A Network Load Balancer is made by the controller of a cluster. */
function sharedNlbProblems({ apps }: OwnerConfig): ConfigProblem[] {
  const reason =
    "is true, but an edge has no cluster whose controller could make the load balancer; leave it out, and each cluster has one of its own";
  return apps
    .filter(({ entry }) => entry.nlb?.shared === true)
    .map((app) => ({ path: pathOf(app, "nlb.shared"), reason }));
}

/** Keys that only a load balancer of Pulumi can follow. */
function controllerProblems({ ingress, weights }: OwnerConfig): ConfigProblem[] {
  const set = [
    ...(["traffic", "prepareTraffic", "clusterStickinessSeconds", "listenerArn", "priorityFrom"] as const)
      .filter((field) => ingress[field] !== undefined)
      .map((field) => `ingress.${field}`),
    ...(Object.keys(weights).length > 0 ? ["weights"] : []),
  ];
  return set.map((path) => ({
    path,
    reason:
      "is set, but the controller makes the load balancer; set ingress.ownership to pulumi, or remove it",
  }));
}

/** What a Gateway needs, and what there cannot be beside two load balancers of the controller. */
function kindProblems({ ingress, addons }: OwnerConfig, ownership: Ownership): ConfigProblem[] {
  const { kind, targetGroups } = ingress;
  if (kind === undefined || (kind === "ingress" && ownership !== "pulumi")) return [];
  const areTwo = balancersOf(kind).length > 1;
  const reasons = [
    ownership === "pulumi" && "and Pulumi makes the load balancer; leave it out",
    ownership === "both" && areTwo && "and ingress.ownership is both; make one move after the other",
    ownership === "controller" &&
      areTwo &&
      targetGroups === "pulumi" &&
      "and ingress.targetGroups is pulumi, but a target group belongs to one load balancer; leave one of the two out",
    ownership !== "pulumi" &&
      (addons.gatewayApi ?? false) === false &&
      "and the cluster has no Gateway API; set addons.gatewayApi to true",
  ];
  return reasons
    .filter((reason) => reason !== false)
    .map((reason) => ({ path: "ingress.kind", reason: `is ${kind}, ${reason}` }));
}

function pulumiProblems({ ingress }: OwnerConfig): ConfigProblem[] {
  return ingress.targetGroups === undefined
    ? []
    : [
        {
          path: "ingress.targetGroups",
          reason: `is ${ingress.targetGroups}, but Pulumi makes load balancer and target groups; leave it out`,
        },
      ];
}

/** A load balancer has one web ACL. */
function protectionProblems(config: OwnerConfig): ConfigProblem[] {
  if (!wants(config, "protection")) return [];
  const { webAclArn, listenerArn } = config.ingress;
  const reasons = [
    webAclArn &&
      "is set, and so is ingress.webAclArn, but a load balancer has one web ACL; remove one of them",
    listenerArn && "is set, but the load balancer of ingress.listenerArn is another's; remove it",
  ];
  return reasons.filter((reason) => reason !== undefined).map((reason) => ({ path: "protection", reason }));
}

/** An Ingress forwards to Services of its own namespace. */
function ingressProblems({ apps, namespace }: OwnerConfig): ConfigProblem[] {
  return apps
    .filter((app) => isRouted(app) && app.namespace !== namespace)
    .map((app) => ({
      path: pathOf(app, "namespace"),
      reason:
        `is ${shown(app.namespace)}, but the Ingress is in ${shown(namespace)} and forwards to Services of its own namespace; ` +
        "leave it out, or set ingress.ownership to pulumi",
    }));
}

function nameProblems({ ingress: { loadBalancerName } }: OwnerConfig): ConfigProblem[] {
  if (loadBalancerName === undefined) return [];
  const reason =
    `is ${shown(loadBalancerName)}, but with ingress.ownership both there are two load balancers, and AWS has a name once; ` +
    "leave it out, or move from one to the other at once, without members";
  return [{ path: "ingress.loadBalancerName", reason }];
}

function weightProblems(config: OwnerConfig): ConfigProblem[] {
  const { weights, apps, role, clusterName } = config;
  const known = [DEFAULT_WEIGHTS, ...apps.map(({ name }) => name)];
  const strangers = Object.keys(weights).filter((name) => !known.includes(name));
  const isUsed = hasOwn(trafficOf(config));
  return [
    ...strangers.map((name) => ({
      path: `weights.${name}`,
      reason: `is for an application that apps does not have; use ${known.join(", ")}`,
    })),
    ...(isUsed && Object.keys(weights).length === 0
      ? [
          {
            path: "weights",
            reason:
              "is missing; give the weight of each cluster, for example default: { <clusterName>: 100 }",
          },
        ]
      : []),
    ...(role === "primary" && isUsed
      ? Object.entries(weights)
          .filter(([, byCluster]) => byCluster[clusterName] === undefined)
          .map(([name]) => ({
            path: `weights.${name}`,
            reason: `does not have ${clusterName}, the stack's own cluster; add ${clusterName}: 0 to give it no requests yet`,
          }))
      : []),
  ];
}
