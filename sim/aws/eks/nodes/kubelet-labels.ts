/**
 * Labels that a kubelet may give its own node: none of Kubernetes' prefixes but two, and a few well-known ones.
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/cmd/kubelet/app/options/options.go
 */
const ALLOWED_PREFIXES = ["kubelet.kubernetes.io", "node.kubernetes.io"];
const ALLOWED_LABELS = [
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "kubernetes.io/arch",
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "node.kubernetes.io/instance-type",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
];

/** @throws Error with the words of a kubelet that does not start because of its `--node-labels`. */
export function checkKubeletLabels(labels: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(labels).filter((key) => isKubernetesLabel(key) && !isAllowed(key));
  if (unknown.length === 0) return;
  throw new Error(
    `kubelet: failed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [${unknown.toSorted().join(" ")}]\n` +
      `--node-labels in the 'kubernetes.io' namespace must begin with an allowed prefix (${ALLOWED_PREFIXES.join(", ")}) or be in the specifically allowed set (${ALLOWED_LABELS.join(", ")})`,
  );
}

function isKubernetesLabel(key: string): boolean {
  return /(^|\.)(kubernetes|k8s)\.io$/.test(prefixOf(key));
}

function isAllowed(key: string): boolean {
  const prefix = prefixOf(key);
  return (
    ALLOWED_LABELS.includes(key) ||
    ALLOWED_PREFIXES.some((allowed) => prefix === allowed || prefix.endsWith(`.${allowed}`))
  );
}

/** What stands before the slash of a label's key, if there is one. */
function prefixOf(key: string): string {
  return key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
}
