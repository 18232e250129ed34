import type { Pod } from "../../../../kubernetes/objects.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";
import {
  SERVICE,
  TARGET_GROUP_BINDING,
  type Service,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import { gateOf, LEGACY_GATE_PREFIX } from "../target-group-binding/readiness-gates.ts";
import type { WebhookSources } from "./sources.ts";

/**
 * Makes a new pod wait for its targets in the target groups of all bindings whose Service selects it: those that are
 * there now. Facts: pkg/inject/pod_readiness.
 */
export function withReadinessGates(
  { config, reader }: Pick<WebhookSources, "config" | "reader">,
  object: KubeObject,
): KubeObject {
  if (!config.enablePodReadinessGateInject) return object;
  const pod = object as Pod;
  const { namespace = "default" } = pod.metadata;
  const gates = reader
    .list(TARGET_GROUP_BINDING, { namespace })
    .filter((binding) =>
      isBehind(pod, binding, reader.find(SERVICE, namespace, binding.spec.serviceRef.name)),
    )
    .map(gateOf);
  if (gates.length === 0) return object;
  const present = (pod.spec.readinessGates ?? []).filter(
    ({ conditionType }) => !conditionType.startsWith(LEGACY_GATE_PREFIX),
  );
  const missing = gates.filter((gate) => !present.some(({ conditionType }) => conditionType === gate));
  return {
    ...object,
    spec: {
      ...pod.spec,
      readinessGates: [...present, ...missing.map((conditionType) => ({ conditionType }))],
    },
  };
}

function isBehind(pod: Pod, binding: TargetGroupBinding, service: Service | undefined): boolean {
  if (binding.spec.targetType !== "ip") return false;
  const selector = Object.entries(service?.spec.selector ?? {});
  const { labels = {} } = pod.metadata;
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
}
