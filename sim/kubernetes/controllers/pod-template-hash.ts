import { sha256 } from "../../core/ids.ts";
import type { PodTemplate } from "../objects.ts";

export const POD_TEMPLATE_HASH = "pod-template-hash";

/** Consonants and digits, as apimachinery's SafeEncodeString maps digits to them. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/**
 * A name suffix like `5d8f9c7b6d` for a pod template. Kubernetes takes another hash function over Go's own printing
 * of the template; what counts is that equal templates get equal names.
 */
export function podTemplateHash(template: PodTemplate): string {
  const digits = String(Number.parseInt(sha256(JSON.stringify(template)).slice(0, 8), 16));
  return [...digits].map((digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join("");
}

/** A template without the label that the Deployment controller adds. */
export function withoutHash(template: PodTemplate): PodTemplate {
  const { [POD_TEMPLATE_HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
