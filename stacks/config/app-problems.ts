import { DEMO_APPS, podCapacity } from "../../components/index.ts";
import { addonsOf, appArgs } from "../component-args.ts";
import type { CommonConfig, StackConfig } from "./stack-config.ts";
import type { ConfigProblem } from "./issues.ts";

/** On each node: the network plugin and kube-proxy. */
const PODS_PER_NODE = 2;

/** The controller's replicas where none are given, and those of CoreDNS. */
const REPLICAS = { controller: 2, coredns: 2 };

/** The app's replicas where none are given. */
const APP_REPLICAS = 2;

/** What the app needs of its surroundings, and they do not offer. */
export function appProblems(config: StackConfig): ConfigProblem[] {
  return [...roomProblems(config), ...(config.role === "primary" ? healthCheckProblems(config) : [])];
}

/** Nothing adds nodes when pods are pending: those that the stack starts must have room for all pods. */
function roomProblems(config: CommonConfig): ConfigProblem[] {
  const counts = config.nodeGroups.map(({ count }) => count);
  // The cluster refuses these itself.
  if (counts.every((count) => count === 0) || counts.some((count = 0) => count < 0)) return [];
  const capacity = podCapacity(config.nodeGroups, config.podNetworking);
  if (capacity === undefined) return [];
  const replicas = config.app.replicas ?? APP_REPLICAS;
  const system =
    capacity.nodes * (PODS_PER_NODE + (usesPodIdentityAgent(config) ? 1 : 0)) +
    REPLICAS.coredns +
    (config.controller.replicas ?? REPLICAS.controller);
  if (system + replicas <= capacity.pods) return [];
  const reason =
    `need room for ${system + replicas} pods, ${replicas} of the app and ${system} of the system, but ` +
    `${capacity.nodes} untainted nodes run ${capacity.pods}; raise count or maxPods, or lower app.replicas`;
  return [{ path: "nodeGroups", reason }];
}

function usesPodIdentityAgent(config: CommonConfig): boolean {
  const { podIdentityAgent = false } = addonsOf(config);
  return podIdentityAgent !== false;
}

/** The app answers on one port, in plain HTTP. */
function healthCheckProblems(config: StackConfig & { readonly role: "primary" }): ConfigProblem[] {
  const { containerPort } = DEMO_APPS[appArgs(config, config.namespace).content.type];
  const { port = "traffic-port", protocol = "HTTP" } = config.ingress.healthCheck ?? {};
  return [
    ...(port === "traffic-port" || port === containerPort
      ? []
      : [
          {
            path: "ingress.healthCheck.port",
            reason: `is ${port}, but the app answers on ${containerPort}; leave it out`,
          },
        ]),
    ...(protocol === "HTTP"
      ? []
      : [
          {
            path: "ingress.healthCheck.protocol",
            reason: `is ${protocol}, but the app speaks HTTP to the load balancer; leave it out`,
          },
        ]),
  ];
}
