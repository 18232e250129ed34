/** Who a probe comes from, as a user names it. */
import { nearestWords, orList } from "../../components/shared/nearest.ts";
import { cut, shown } from "../../components/shared/shown.ts";
import { parseAddress } from "../../sim/aws/ec2/cidr.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import type { Client } from "../../sim/data-plane/probe/client.ts";
import type { KubernetesCluster } from "../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../sim/kubernetes/objects.ts";
import { isReady } from "../../sim/kubernetes/pods.ts";
import { UserError } from "../project/errors.ts";
import { count, shortened } from "../local/words.ts";

/** So many pods are named in a message. */
const NAMED_PODS = 20;

/**
 * `myeks/deployment-2048-7d5f-abcde`, `myeks/game/deployment-2048`, or `203.0.113.7` for somebody on the internet. A pod may be
 * named by how its name begins, where all such pods belong together.
 *
 * @throws UserError
 */
export function findClient(cloud: Cloud, text: string): Client {
  if (parseAddress(text) !== undefined) return { address: text };
  const [clusterName = "", ...words] = text.split("/");
  const podName = words.pop() ?? "";
  if (podName === "" || words.length > 1) {
    throw new UserError(
      `${cut(text)} names no pod; give <cluster>/<pod>, <cluster>/<namespace>/<pod>, or an IPv4 address for somebody on the internet`,
    );
  }
  const cluster = clusterNamed(cloud, clusterName);
  return { cluster, pod: findPod(cluster, podName, words[0]) };
}

export function clusterNamed(cloud: Cloud, name: string): KubernetesCluster {
  const clusters = clustersOf(cloud);
  const found = clusters.get(name);
  if (found !== undefined) return found;
  const names = [...clusters.keys()];
  const near = nearestWords(name, names);
  const known = names.length === 0 ? "there are no clusters" : `use one of ${names.join(", ")}`;
  const remedy = near.length > 0 ? `did you mean ${orList(near)}?` : known;
  throw new UserError(`there is no cluster ${cut(name)}; ${remedy}`);
}

function findPod(cluster: KubernetesCluster, name: string, namespace: string | undefined): Pod {
  const all = cluster.api.list("v1/Pod", namespace === undefined ? {} : { namespace });
  const running = all.filter(({ status }) => status.phase === "Running");
  const exact = running.filter(({ metadata }) => metadata.name === name);
  const alike =
    exact.length > 0 ? exact : running.filter(({ metadata }) => metadata.name.startsWith(`${name}-`));
  const groups = Map.groupBy(alike, groupOf);
  const [group] = groups.values();
  if (group !== undefined && groups.size === 1) return group.find(isReady) ?? group[0]!;
  const waiting = all.find(({ metadata, status }) => metadata.name === name && status.phase !== "Running");
  if (waiting !== undefined)
    throw new UserError(`pod ${name} is ${waiting.status.phase}; name one that runs`);
  const words =
    groups.size === 0 ? "no running pod has this name, or begins with it" : "pods of several begin with it";
  throw new UserError(
    `${shown(name)} names no pod of ${cluster.name}: ${words}; ${list(groups.size === 0 ? running : alike)}`,
  );
}

/** What made a pod. Those of one Deployment have one owner but for a while. */
function groupOf({ metadata }: Pod): string {
  const hash = metadata.labels?.["pod-template-hash"];
  const [owner] = metadata.ownerReferences ?? [];
  const workload = hash === undefined ? owner?.name : owner?.name.replace(`-${hash}`, "");
  return `${metadata.namespace}/${workload ?? metadata.name}`;
}

function list(pods: readonly Pod[]): string {
  if (pods.length === 0) return "none runs";
  const isOfSystem = ({ metadata }: Pod) => Number(metadata.namespace === "kube-system");
  const names = pods
    .toSorted((a, b) => isOfSystem(a) - isOfSystem(b))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  return `${count(names.length, "pod")}: ${shortened(names, NAMED_PODS)}`;
}
