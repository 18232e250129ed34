import type { Cloud } from "../../cloud.ts";
import type { KubernetesCluster } from "../../kubernetes/cluster.ts";

/** Kinds of objects that decide what answers at an address. */
const KINDS = ["v1/Pod", "v1/Service", "v1/ConfigMap", "v1/Secret", "discovery.k8s.io/v1/EndpointSlice"];

/** After this much virtual time everything counts as changed, in case something changed without a trace. */
const LONGEST_MS = 300_000;

interface ClusterChanges {
  count: number;
}

const changesOf = new WeakMap<KubernetesCluster, ClusterChanges>();

/**
 * A text that differs from its last value when the network or what runs in it may have changed: after AWS calls
 * that change something, and after changes of pods and what they serve.
 */
export function worldRevision(cloud: Cloud): string {
  const clusters = [...cloud.clusters].map(([name, cluster]) => `${name}:${watched(cluster).count}`);
  return [cloud.journal.changes, Math.floor(cloud.clock.now() / LONGEST_MS), ...clusters].join(" ");
}

function watched(cluster: KubernetesCluster): ClusterChanges {
  let changes = changesOf.get(cluster);
  if (changes === undefined) {
    const created = { count: 0 };
    cluster.api.watch(() => {
      created.count += 1;
    }, KINDS);
    changesOf.set(cluster, created);
    changes = created;
  }
  return changes;
}
