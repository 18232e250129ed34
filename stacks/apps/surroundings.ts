import {
  HEALTH_CHECK_DEFAULTS,
  LBC_ADDON_DEFAULTS,
  METRICS_SERVER_DEFAULTS,
  podCapacity,
  TRAFFIC_PORT,
  type Toleration,
} from "../../components/index.ts";
import { pathOf, portOf, workloadOf, type AppConfig, podsOf } from "./app.ts";
import { metricsServerArgs, wantsMetricsServer } from "./autoscaling.ts";
import { addonsOf } from "../component-args.ts";
import type { CommonConfig, PrimaryConfig, StackConfig } from "../config/stack-config.ts";
import type { ConfigProblem } from "../config/issues.ts";

/** On each node: the network plugin and kube-proxy. */
const PODS_PER_NODE = 2;

/** Pods of CoreDNS, as EKS installs it. */
const COREDNS_REPLICAS = 2;

/** What the app needs of its surroundings and does not get from them. */
export function appProblems(config: StackConfig): ConfigProblem[] {
  // An edge has no nodes: the stacks of the clusters are asked.
  const room = config.role === "edge" ? [] : roomProblems(config);
  return [...room, ...(config.role === "primary" ? healthCheckProblems(config) : [])];
}

/** What has to find a place on the nodes, besides what runs on each of them. */
interface Workload {
  readonly name: string;
  readonly replicas: number;
  readonly tolerations: readonly Toleration[];
  /** The key that gives it others. */
  readonly key: string;
}

function workloadsOf({ apps, controller, addons }: CommonConfig): Workload[] {
  const ofCoredns: unknown = addons.coredns?.configuration?.["tolerations"];
  return [
    ...apps.filter(({ absent }) => !absent).map(workloadOfApp),
    ...(addons.externalDns === undefined
      ? []
      : [
          {
            name: "ExternalDNS",
            replicas: 1,
            tolerations: addons.externalDns.tolerations ?? [],
            key: "addons.externalDns.tolerations",
          },
        ]),
    {
      name: "the controller",
      replicas: controller.replicas ?? LBC_ADDON_DEFAULTS.replicas,
      tolerations: controller.tolerations ?? [],
      key: "controller.tolerations",
    },
    {
      name: "CoreDNS",
      replicas: COREDNS_REPLICAS,
      tolerations: Array.isArray(ofCoredns) ? (ofCoredns as Toleration[]) : [],
      key: "addons.coredns.configuration.tolerations",
    },
  ];
}

function workloadOfApp(app: AppConfig): Workload {
  return {
    name: app.key === "app" ? "the app" : `app ${app.name}`,
    replicas: podsOf(app),
    tolerations: app.entry.tolerations ?? [],
    key: pathOf(app, "tolerations"),
  };
}

/** Pods of a cluster, by what they are for. */
export interface PodDemand {
  /** Pods of applications that the stack itself starts, and the most to which autoscalers go. */
  readonly apps: number;
  readonly appsAtMost: number;
  /** Pods of the system, those on every node among them. */
  readonly system: number;
}

/** Pods of metrics-server. */
function metricsPods(config: CommonConfig): number {
  if (!wantsMetricsServer(config)) return 0;
  return metricsServerArgs(config, config.clusterName).replicas ?? METRICS_SERVER_DEFAULTS.replicas;
}

/** @param nodes how many there are. */
export function podDemand(config: CommonConfig, nodes: number): PodDemand {
  const deployed = config.apps.filter(({ absent }) => !absent);
  const sum = (pods: (app: AppConfig) => number) => deployed.reduce((total, app) => total + pods(app), 0);
  const perNode = PODS_PER_NODE + (usesPodIdentityAgent(config) ? 1 : 0);
  return {
    apps: sum(podsOf),
    appsAtMost: sum((app) => app.entry.autoscaling?.maxReplicas ?? podsOf(app)),
    system:
      nodes * perNode +
      COREDNS_REPLICAS +
      (config.controller.replicas ?? LBC_ADDON_DEFAULTS.replicas) +
      metricsPods(config) +
      (config.addons.externalDns === undefined ? 0 : 1),
  };
}

/** Nothing adds nodes when pods are pending: those that the stack starts must have room for all pods. */
function roomProblems(config: CommonConfig): ConfigProblem[] {
  const counts = config.nodeGroups.map(({ count }) => count);
  // The cluster refuses these itself.
  if (counts.every((count) => count === 0) || counts.some((count = 0) => count < 0)) return [];
  const workloads = workloadsOf(config).filter(({ replicas }) => replicas > 0);
  const homeless = workloads.filter(
    ({ tolerations }) => podCapacity(config.nodeGroups, config.podNetworking, [tolerations])?.nodes === 0,
  );
  return homeless.length > 0 ? [taintProblem(homeless)] : sumProblems(config, workloads);
}

function taintProblem(homeless: readonly Workload[]): ConfigProblem {
  const names = homeless.map(({ name }) => name).join(", ");
  const keys = homeless.map(({ key }) => key).join(", ");
  const reason =
    `have no node for ${names}, as every group with nodes has a taint that keeps them off; ` +
    `leave one group without taints, or tolerate one with ${keys}`;
  return { path: "nodeGroups", reason };
}

function sumProblems(config: CommonConfig, workloads: readonly Workload[]): ConfigProblem[] {
  const pods = workloads.map(({ tolerations }) => tolerations);
  const capacity = podCapacity(config.nodeGroups, config.podNetworking, pods);
  if (capacity === undefined) return [];
  const deployed = config.apps.filter(({ absent }) => !absent);
  const { apps: replicas, system } = podDemand(config, capacity.nodes);
  const [first] = deployed;
  const isOne = deployed.length < 2;
  if (system + replicas <= capacity.pods) return [];
  const reason =
    `need room for ${system + replicas} pods, ${replicas} of ${isOne ? "the app" : "the apps"} and ${system} of the system, but ` +
    `${capacity.nodes} nodes that take them run ${capacity.pods}; raise count or maxPods, or lower ` +
    (isOne && first !== undefined ? pathOf(first, "replicas") : "their replicas");
  return [{ path: "nodeGroups", reason }];
}

function usesPodIdentityAgent(config: CommonConfig): boolean {
  const { podIdentityAgent = false } = addonsOf(config);
  return podIdentityAgent !== false;
}

/** A demo page answers on one port, in plain HTTP. */
function healthCheckProblems(config: PrimaryConfig): ConfigProblem[] {
  return config.apps
    .filter((app) => workloadOf(app) === "demo")
    .flatMap((app) => demoHealthProblems(config, app));
}

function demoHealthProblems({ ingress }: PrimaryConfig, app: AppConfig): ConfigProblem[] {
  const containerPort = portOf(app);
  const { port, protocol } = { ...HEALTH_CHECK_DEFAULTS, ...ingress.healthCheck, ...app.entry.healthCheck };
  const pathOfField = (field: "port" | "protocol") =>
    app.entry.healthCheck?.[field] === undefined
      ? `ingress.healthCheck.${field}`
      : pathOf(app, `healthCheck.${field}`);
  return [
    ...(port === TRAFFIC_PORT || port === containerPort
      ? []
      : [
          {
            path: pathOfField("port"),
            reason: `is ${port}, but the app answers on ${containerPort}; leave it out`,
          },
        ]),
    ...(protocol === "HTTP"
      ? []
      : [
          {
            path: pathOfField("protocol"),
            reason: `is ${protocol}, but the app speaks HTTP to the load balancer; leave it out`,
          },
        ]),
  ];
}
