/**
 * Fields whose change needs a new object, by kind: the table of Pulumi's provider, provider/pkg/provider/diff.go in
 * https://github.com/pulumi/pulumi-kubernetes. ConfigMaps and Secrets are immutable there unless the provider is
 * configured otherwise.
 */
import type { Gvk } from "../types.ts";

/** Properties of each kind: what names an object cannot change. */
const IDENTITY = ["metadata.name", "metadata.namespace"];

const CONTAINER_FIELDS = [
  "args",
  "command",
  "env",
  "image",
  "imagePullPolicy",
  "lifecycle",
  "livenessProbe",
  "ports",
  "readinessProbe",
  "resources",
  "securityContext",
  "stdin",
  "stdinOnce",
  "terminationMessagePath",
  "terminationMessagePolicy",
  "tty",
  "volumeDevices",
  "volumeMounts",
  "workingDir",
];

const POD_FIELDS = [
  "affinity",
  "automountServiceAccountToken",
  "dnsConfig",
  "dnsPolicy",
  "enableServiceLinks",
  "hostAliases",
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "hostname",
  "imagePullSecrets",
  "nodeName",
  "nodeSelector",
  "overhead",
  "preemptionPolicy",
  "priority",
  "priorityClassName",
  "readinessGates",
  "restartPolicy",
  "runtimeClassName",
  "schedulerName",
  "securityContext",
  "serviceAccount",
  "serviceAccountName",
  "shareProcessNamespace",
  "subdomain",
  "terminationGracePeriodSeconds",
  "volumes",
];

const FORCE_NEW: Readonly<Record<Gvk, readonly string[]>> = {
  "v1/ConfigMap": ["binaryData", "data"],
  "v1/Pod": [
    ...POD_FIELDS.map((field) => `spec.${field}`),
    ...CONTAINER_FIELDS.flatMap((field) => [
      `spec.containers[*].${field}`,
      `spec.initContainers[*].${field}`,
    ]),
  ],
  "v1/Secret": ["type", "stringData", "data"],
  "v1/Service": ["spec.clusterIP"],
  "apps/v1/DaemonSet": ["spec.selector"],
  "apps/v1/Deployment": ["spec.selector"],
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1/RoleBinding": ["roleRef"],
};

/**
 * Whether a change at `path` (`spec.selector.matchLabels.app`) needs a new object.
 *
 * @param patch patches change all but the identity in place.
 */
export function forcesNew(gvk: Gvk, path: string, patch: boolean): boolean {
  const fields = patch ? IDENTITY : [...IDENTITY, ...(FORCE_NEW[gvk] ?? [])];
  const general = path.replace(/\[\d+\]/g, "[*]");
  return fields.some(
    (field) => general === field || general.startsWith(`${field}.`) || general.startsWith(`${field}[`),
  );
}
