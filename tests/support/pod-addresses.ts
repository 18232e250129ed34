import { interfacesOf } from "../../sim/aws/ec2/network-interface-attachment.ts";
import { instanceIdOf } from "../../sim/aws/eks/nodes/boot.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Node, Pod } from "../../sim/kubernetes/objects.ts";

const LABELS = { app: "nginx" };

/** What `kubectl apply` and `kubectl scale deployment nginx-deployment` do in articles on pods per node. */
export function nginx(cloud: Cloud, clusterName: string, replicas: number): void {
  apiOf(cloud, clusterName).apply({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "nginx-deployment", namespace: "default", labels: LABELS },
    spec: {
      replicas,
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          containers: [{ name: "nginx", image: "nginx:alpine", ports: [{ containerPort: 80 }] }],
        },
      },
    },
  });
}

/** The pods of {@link nginx}. */
export function podsOf(cloud: Cloud, clusterName: string): Pod[] {
  return apiOf(cloud, clusterName).list("v1/Pod", { namespace: "default", labels: LABELS }) as Pod[];
}

/** Why pods of {@link nginx} have no node, each reason once, in the scheduler's words. */
export function waitingWords(cloud: Cloud, clusterName: string): string[] {
  const words = podsOf(cloud, clusterName).flatMap(
    ({ status }) =>
      status.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False")?.message ??
      [],
  );
  return [...new Set(words)];
}

/** Addresses or prefixes that each interface of each node holds beside its own, by node of a group. */
export function heldByNodes(cloud: Cloud, clusterName: string, group: string): number[][] {
  const nodes = apiOf(cloud, clusterName).list("v1/Node") as Node[];
  return nodes
    .filter(({ metadata }) => metadata.labels?.["eks.amazonaws.com/nodegroup"]?.includes(`-${group}-`))
    .map((node) =>
      interfacesOf(cloud, instanceIdOf(node)).map(
        ({ PrivateIpAddresses, Ipv4Prefixes }) => PrivateIpAddresses.length - 1 + Ipv4Prefixes.length,
      ),
    );
}

function apiOf(cloud: Cloud, clusterName: string) {
  return clustersOf(cloud).get(clusterName)!.api;
}
