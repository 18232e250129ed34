import type { KubernetesApi, KubeObject } from "../../types.ts";

/** More would hide the cause. */
const LIMIT = 10;

/**
 * The newest warnings about objects, oldest first, as the provider prints them: `Reason: message`.
 *
 * @param since only what was seen at this moment (milliseconds) or later.
 */
export function warningsAbout(api: KubernetesApi, objects: readonly KubeObject[], since: number): string[] {
  const uids = new Set(objects.map(({ metadata }) => metadata.uid));
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace ?? "default"));
  const warnings = [...namespaces]
    .flatMap((namespace) => api.views("v1/Event", { namespace }))
    .filter((event) => event.type === "Warning" && uids.has(event.involvedObject.uid))
    .map((event) => ({
      text: `${event.reason}: ${event.message}`,
      at: Date.parse(event.lastTimestamp),
    }))
    // Events tell the time to the second.
    .filter(({ at }) => at >= since - 1000)
    .sort((a, b) => a.at - b.at);
  return [...new Set(warnings.map(({ text }) => text))].slice(-LIMIT);
}
