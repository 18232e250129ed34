/** Network Load Balancers that applications have beside, or in place of, their routes. */
import type * as pulumi from "@pulumi/pulumi";
import {
  NLB_DEFAULTS,
  NlbService,
  type EksCluster,
  type MultiClusterIngress,
  type NlbServiceArgs,
} from "../../components/index.ts";
import { SERVING_PORT } from "../../components/shared/pods/serving-pod.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import { appNames, componentNames } from "../names.ts";
import type { StackOutputs } from "../outputs.ts";
import { portOf, workloadOf, type AppConfig } from "./app.ts";

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
export type BalancedApp = AppConfig & {
  readonly entry: { readonly nlb: NonNullable<AppConfig["entry"]["nlb"]> };
};

/** Applications that have one in this cluster. */
export function balancedApps({ apps }: Pick<ClusterConfig, "apps">): readonly BalancedApp[] {
  return apps.filter((app): app is BalancedApp => app.entry.nlb !== undefined && !app.absent);
}

/** One for each application that has the key. */
export function createNlbs(config: ClusterConfig, { cluster, ingress, dependsOn }: Ground): Nlbs {
  if (ingress === undefined) return {};
  const names = componentNames(config.clusterName);
  const made = balancedApps(config).map((app) => {
    const { namespace } = ingress.apps[app.name]!;
    const args = nlbArgs(config, app, { clusterName: cluster.clusterName, namespace });
    const opts = { providers: [cluster.provider], dependsOn: [...dependsOn] };
    return [app.name, new NlbService(names.nlb(app.name), args, opts)] as const;
  });
  return Object.fromEntries(made);
}

/** Where the Service goes. */
type Place = Record<"clusterName" | "namespace", pulumi.Input<string>>;

/** Args of an application's load balancer. */
export function nlbArgs(config: ClusterConfig, app: BalancedApp, place: Place): NlbServiceArgs {
  const { labels, nlb: serviceName } = appNames(app.name);
  const { external, nlb } = app.entry;
  return {
    ...nlb,
    ...place,
    mode: "create",
    serviceName,
    selector: external?.selector ?? labels,
    containerPort: portOf(app),
    ports: nlb.ports.map((port) => ({ ...byName(app, port), ...port })),
    tags: config.tags,
  };
}

/** Pods of the stack's own are reached by the name of their port, so that it can be changed while they serve. */
function byName(app: AppConfig, { protocol = "TCP" }: { readonly protocol?: string }) {
  return workloadOf(app) === "external" || protocol.includes("UDP") ? {} : { targetPort: SERVING_PORT };
}

/** Seconds that a connection to a pod which is going still lasts; 0 without a load balancer. */
export function nlbDelaySeconds({ entry: { nlb } }: AppConfig): number {
  return nlb === undefined ? 0 : (nlb.deregistrationDelaySeconds ?? NLB_DEFAULTS.deregistrationDelaySeconds);
}

/** Where clients go, by application; without any there is no such output. */
export function nlbOutputs(nlbs: Nlbs): Pick<StackOutputs, "nlbs"> {
  const entries = Object.entries(nlbs);
  if (entries.length === 0) return {};
  const outputs = entries.map(([app, nlb]) => [app, { loadBalancerDnsName: nlb.loadBalancerDnsName! }]);
  return { nlbs: Object.fromEntries(outputs) as NonNullable<StackOutputs["nlbs"]> };
}
