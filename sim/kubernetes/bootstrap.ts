/** What every cluster has from the start. */
import { Address4 } from "ip-address";
import type { KubernetesApi } from "./types.ts";

const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/ */
const priorityClasses = { "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000 };

/** Creates the system namespaces, the priority classes and the Service of the API server. */
export function bootstrap(api: KubernetesApi, serviceCidr: string): void {
  for (const name of namespaces) api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  for (const [name, value] of Object.entries(priorityClasses)) {
    api.create({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value });
  }
  const first = new Address4(serviceCidr).startAddress().bigInt() + 1n;
  api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { component: "apiserver", provider: "kubernetes" },
    },
    spec: {
      clusterIP: Address4.fromBigInt(first).address,
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 443 }],
    },
  });
}
