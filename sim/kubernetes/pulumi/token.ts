import { builtInKinds } from "../api/kinds.ts";
import type { Gvk } from "../types.ts";

/** What a type token of Pulumi's kubernetes package names. */
export interface KubernetesToken {
  readonly apiVersion: string;
  readonly kind: string;
  readonly gvk: Gvk;
  /** Whether it only changes fields of an object that somebody else owns (`NamespacePatch`). */
  readonly patch: boolean;
}

/** Groups of the package that are not API groups: their types are components and charts. */
const OTHER_MODULES = new Set(["helm.sh", "kustomize", "yaml"]);

/** API groups that Kubernetes itself serves; in these a kind is either simulated or not, it cannot be a custom one. */
const BUILT_IN_GROUPS = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "extensions",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/**
 * Reads `kubernetes:apps/v1:Deployment` or `kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding`.
 *
 * @returns undefined for a token that names no kind that a simulated cluster can serve.
 */
export function parseToken(token: string): KubernetesToken | undefined {
  const [, group, version, type] = /^kubernetes:([^/:]+)\/([^/:]+):(\w+)$/.exec(token) ?? [];
  if (group === undefined || version === undefined || type === undefined) return undefined;
  if (OTHER_MODULES.has(group)) return undefined;
  const patch = type.length > "Patch".length && type.endsWith("Patch");
  const kind = patch ? type.slice(0, -"Patch".length) : type;
  const apiGroup = group === "core" ? "" : group;
  const apiVersion = apiGroup === "" ? version : `${apiGroup}/${version}`;
  const gvk = `${apiVersion}/${kind}`;
  if (BUILT_IN_GROUPS.has(apiGroup) && !builtInKinds.has(gvk)) return undefined;
  return { apiVersion, kind, gvk, patch };
}

/** The token of a kind, the reverse of {@link parseToken}. */
export function tokenOf(gvk: Gvk): string {
  const parts = gvk.split("/");
  const kind = parts.pop() ?? "";
  return `kubernetes:${parts.length === 1 ? "core/" : ""}${parts.join("/")}:${kind}`;
}
