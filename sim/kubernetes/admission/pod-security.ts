import type { ApiServer } from "../api-server.ts";
import type { AdmissionPlugin } from "../api/admission-chain.ts";
import { builtInKinds } from "../api/kinds.ts";
import { forbidden } from "../api/status-errors.ts";
import type { AdmissionRequest } from "../types.ts";
import { podSecurityViolations, type SecuredPodSpec } from "./pod-security-checks.ts";

const podKind = builtInKinds.get("v1/Pod")!;

/**
 * Enforces the Pod Security Standard that a namespace's labels ask for.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class PodSecurity implements AdmissionPlugin {
  readonly #api: ApiServer;

  constructor(api: ApiServer) {
    this.#api = api;
  }

  /** @throws KubernetesError Forbidden with all violations. */
  validate({ operation, object }: AdmissionRequest): void {
    if (operation === "DELETE" || object.kind !== "Pod" || object.apiVersion !== "v1") return;
    const namespace = this.#api.view("v1/Namespace", undefined, object.metadata.namespace ?? "");
    const level = namespace?.metadata.labels?.["pod-security.kubernetes.io/enforce"];
    if (level !== "baseline" && level !== "restricted") return;
    const version = namespace?.metadata.labels?.["pod-security.kubernetes.io/enforce-version"] ?? "latest";
    const violations = podSecurityViolations(level, object["spec"] as SecuredPodSpec);
    if (violations.length === 0) return;
    const words = `violates PodSecurity "${level}:${version}": ${violations.join(", ")}`;
    throw forbidden(podKind, object.metadata.name, words);
  }
}
