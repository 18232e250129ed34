import { isDeepStrictEqual } from "node:util";
import type { Node, Pod } from "../../../../kubernetes/objects.ts";
import type { Watches } from "../../../../kubernetes/controller-runtime/controller.ts";
import { findCondition } from "../../../../kubernetes/pods.ts";
import type { WatchEvent } from "../../../../kubernetes/types.ts";
import type { TargetType } from "../model.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  ENDPOINT_SLICE,
  namespacedName,
  NODE,
  POD,
  SERVICE,
  TARGET_GROUP_BINDING,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import { isProxy } from "./endpoints.ts";
import { GATE_PREFIX, LEGACY_GATE_PREFIX } from "./readiness-gates.ts";

/** What concerns bindings, besides themselves. Facts: controllers/elbv2/eventhandlers. */
export function bindingWatches(reader: KubeReader): Watches {
  return {
    [ENDPOINT_SLICE]: ({ object: slice, old: before }) => {
      const same =
        before !== undefined &&
        isDeepStrictEqual(slice.ports, before.ports) &&
        isDeepStrictEqual(slice.endpoints, before.endpoints);
      const service = slice.metadata.labels?.["kubernetes.io/service-name"];
      return same || service === undefined ? [] : bindingsOf(reader, slice.metadata.namespace, service, "ip");
    },
    [SERVICE]: ({ type, object: service, old: before }) => {
      const same = type === "MODIFIED" && isDeepStrictEqual(service.spec.ports, before?.spec.ports);
      return same ? [] : bindingsOf(reader, service.metadata.namespace, service.metadata.name, "instance");
    },
    [NODE]: ({ type, object, old }) => bindingsOfNode(reader, object, old, type),
    [POD]: ({ object }) => bindingsWithGate(object),
  };
}

function bindingsOf(
  reader: KubeReader,
  namespace = "",
  service: string,
  targetType: TargetType,
): readonly string[] {
  return reader
    .list(TARGET_GROUP_BINDING, { namespace })
    .filter(({ spec }) => spec.serviceRef.name === service && spec.targetType === targetType)
    .map(namespacedName);
}

/** Bindings of instance targets for which a node has become, or is no longer, fit. */
function bindingsOfNode(
  reader: KubeReader,
  node: Node,
  old: Node | undefined,
  type: WatchEvent["type"],
): readonly string[] {
  const fitness = (candidate: Node | undefined, binding: TargetGroupBinding) =>
    candidate === undefined || !isProxy(candidate, binding)
      ? "unfit"
      : findCondition(candidate.status.conditions, "Ready")?.status;
  const before = type === "DELETED" ? node : old;
  const now = type === "DELETED" ? undefined : node;
  return reader
    .list(TARGET_GROUP_BINDING)
    .filter(({ spec }) => spec.targetType === "instance")
    .filter((binding) => fitness(before, binding) !== fitness(now, binding))
    .map(namespacedName);
}

function bindingsWithGate({ metadata, spec }: Pod): readonly string[] {
  return (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const [prefix, name = ""] = conditionType.split("/");
    const ours = prefix === GATE_PREFIX || prefix === LEGACY_GATE_PREFIX;
    return ours && name !== "" ? [`${metadata.namespace ?? ""}/${name}`] : [];
  });
}
