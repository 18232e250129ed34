import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { KubernetesCluster } from "../../sim/kubernetes/cluster.ts";
import { nodeAddress } from "../../sim/kubernetes/nodes.ts";
import type { Service } from "../../sim/kubernetes/objects.ts";
import { podsOn } from "../../sim/kubernetes/pods.ts";

/** What a probe can ask: nodes with the pods of applications on them, Services and load balancers, in tables. */
export function renderAddresses(cloud: Cloud): string {
  const clusters = [...clustersOf(cloud).values()];
  const loadBalancers = elbv2State(cloud).loadBalancers.values();
  return [
    table(["cluster", "node", "address", "public address", "pods"], clusters.flatMap(nodesOf)),
    table(["cluster", "service", "type", "address", "ports"], clusters.flatMap(servicesOf)),
    table(
      ["load balancer", "name"],
      loadBalancers.map(({ name, dnsName }) => [name, dnsName]),
    ),
  ].join("\n\n");
}

type Line = readonly string[];

function nodesOf({ name, api }: KubernetesCluster): Line[] {
  return api.list("v1/Node").map((node) => {
    const own = podsOn(api, node.metadata.name).filter(({ metadata }) => isOfApps(metadata));
    const pods = own.map(({ metadata }) => metadata.name).sort();
    const { metadata } = node;
    return [
      name,
      metadata.name,
      nodeAddress(node, "InternalIP") ?? "-",
      nodeAddress(node, "ExternalIP") ?? "-",
      pods.join(" "),
    ];
  });
}

function servicesOf({ name, api }: KubernetesCluster): Line[] {
  return api
    .list("v1/Service")
    .filter(({ metadata }) => isOfApps(metadata))
    .map(({ metadata, spec }) => [
      name,
      `${metadata.namespace}/${metadata.name}`,
      spec.type,
      spec.clusterIP ?? "-",
      portsOf(spec.ports).join(" "),
    ]);
}

/** As `kubectl get` shows them: `80:30001/TCP`. */
function portsOf(ports: Service["spec"]["ports"] = []): string[] {
  return ports.map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ""}/${protocol}`);
}

function isOfApps({ namespace }: { readonly namespace?: string }): boolean {
  return namespace !== "kube-system" && namespace !== "default";
}

function table(heading: Line, lines: readonly Line[]): string {
  const all = [heading, ...lines];
  const widths = heading.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
