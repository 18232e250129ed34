/** Network Load Balancers that applications have beside, or in place of, their routes. */
import type * as pulumi from "@pulumi/pulumi";
import {
  NLB_DEFAULTS,
  NlbService,
  type CreateNlbArgs,
  type EksCluster,
  type JoinNlbArgs,
  type MultiClusterIngress,
  type NlbServiceArgs,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { own } from "../../components/shared/own.ts";
import { SERVING_PORT } from "../../components/shared/pods/serving-pod.ts";
import type { SharedIds } from "../component-args.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";
import type { SharedNlb } from "../contract/shared-nlb.ts";
import { appNames, componentNames } from "../names.ts";
import { portOf, workloadOf, type AppConfig, type NlbEntry } from "./app.ts";

/** By application. */
export type Nlbs = Readonly<Record<string, NlbService>>;

/** What the load balancers of a stack stand on. */
interface Ground {
  readonly cluster: EksCluster;
  /** Has the namespaces; undefined where there are no applications. */
  readonly ingress: MultiClusterIngress | undefined;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** An application with a Network Load Balancer. */
export type BalancedApp = AppConfig & { readonly entry: { readonly nlb: NlbEntry } };

/** Applications that have one in this cluster; what clusters share is there also where the first of them has no pods. */
export function balancedApps({ apps, role }: Pick<ClusterConfig, "apps" | "role">): readonly BalancedApp[] {
  return apps
    .filter((app): app is BalancedApp => app.entry.nlb !== undefined)
    .filter((app) => !app.absent || (role === "primary" && isShared(app)));
}

/** Whether one load balancer stands in front of all clusters. */
export function isShared({ entry }: BalancedApp): boolean {
  return entry.nlb.shared === true;
}

/** Those whose load balancer the cluster's own controller makes. */
export function ownBalancedApps(config: Pick<ClusterConfig, "apps" | "role">): readonly BalancedApp[] {
  return balancedApps(config).filter((app) => config.role === "primary" || !isShared(app));
}

/** One for each application that has the key. */
export function createNlbs(
  config: ClusterConfig,
  ground: Ground,
  argsOf: (app: BalancedApp, place: Place) => NlbServiceArgs | undefined,
): Nlbs {
  const { cluster, ingress, dependsOn } = ground;
  if (ingress === undefined) return {};
  const names = componentNames(config.clusterName);
  const made = balancedApps(config).flatMap((app) => {
    const { namespace } = ingress.apps[app.name]!;
    const args = argsOf(app, { clusterName: cluster.clusterName, namespace });
    const opts = { providers: [cluster.provider], dependsOn: [...dependsOn] };
    return args === undefined ? [] : [[app.name, new NlbService(names.nlb(app.name), args, opts)] as const];
  });
  return Object.fromEntries(made);
}

/** Where the Service goes. */
type Place = Record<"clusterName" | "namespace", pulumi.Input<string>>;

/** Args of a load balancer that the cluster's controller makes. */
export function createdNlb(
  { tags, addons }: Pick<ClusterConfig, "tags" | "addons">,
  app: BalancedApp,
  { clusterName, namespace }: Place,
): CreateNlbArgs {
  const { shared: _shared, names, ...nlb } = app.entry.nlb;
  const named = namesArgs(addons, names);
  return { ...nlb, ...named, ...commonArgs(app), namespace, mode: "create", clusterName, tags };
}

/** Args for a cluster that has a part in a shared load balancer; undefined for one that is drained: its pods stay. */
export function joinedNlb(
  { drained }: Pick<ClusterConfig, "drained">,
  app: BalancedApp,
  shared: SharedIngress,
  { namespace }: Pick<Place, "namespace">,
): JoinNlbArgs | undefined {
  if (drained) return undefined;
  const nlb = own(shared.nlbs ?? {}, app.name);
  // Whether it is shared is checked.
  return { ...joinArgs(app, shared, nlb!), namespace };
}

function joinArgs(
  app: BalancedApp,
  { vpcId, backendSecurityGroupId }: Pick<SharedIds, "vpcId" | "backendSecurityGroupId">,
  { targetGroups, targetType, tlsToTargets, healthCheckPort }: SharedNlb,
): Omit<JoinNlbArgs, "namespace"> {
  const { externalTrafficPolicy } = app.entry.nlb;
  return {
    ...commonArgs(app),
    mode: "join",
    vpcId,
    backendSecurityGroupId,
    targetType,
    tlsToTargets,
    targetGroupArns: Object.fromEntries(targetGroups.map(({ port, arn }) => [port, arn])),
    ...defined({ healthCheckPort, externalTrafficPolicy }),
  };
}

function commonArgs(
  app: BalancedApp,
): Pick<CreateNlbArgs, "serviceName" | "selector" | "containerPort" | "ports"> {
  const { labels, nlb: serviceName } = appNames(app.name);
  const { external, nlb } = app.entry;
  return {
    serviceName,
    selector: external?.selector ?? labels,
    containerPort: portOf(app),
    ports: nlb.ports.map((port) => ({ ...byName(app, port), ...port })),
  };
}

/** As the cluster's ExternalDNS reads them; a stack without hosts has none. */
function namesArgs(
  { externalDns }: ClusterConfig["addons"],
  names: NlbEntry["names"],
): Pick<CreateNlbArgs, "names"> {
  if (names === undefined || names.hosts.length === 0) return {};
  return { names: { ...names, ...defined({ annotationPrefix: externalDns?.annotationPrefix }) } };
}

/** Pods of the stack's own are reached by the name of their port, so that it can be changed while they serve. */
function byName(app: AppConfig, { protocol = "TCP" }: { readonly protocol?: string }) {
  return workloadOf(app) === "external" || protocol.includes("UDP") ? {} : { targetPort: SERVING_PORT };
}

/** Seconds that a connection to a pod which is going still lasts. */
export function nlbDelaySeconds({ deregistrationDelaySeconds }: NlbEntry): number {
  return deregistrationDelaySeconds ?? NLB_DEFAULTS.deregistrationDelaySeconds;
}
