import { messageOf } from "../../../../core/errors.ts";
import { isDeepStrictEqual } from "node:util";
import type { Watches } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  INGRESS,
  INGRESS_CLASS,
  INGRESS_CLASS_PARAMS,
  SERVICE,
  type Ingress,
  type IngressBackend,
} from "../kubernetes/objects.ts";
import { stackIdText } from "../model.ts";
import { jsonOf } from "./annotations.ts";
import type { GroupLoader } from "./group.ts";

/** What concerns groups of Ingresses. Facts: controllers/ingress/eventhandlers. */
export function ingressWatches(reader: KubeReader, groups: GroupLoader, events: EventRecorder): Watches {
  const keysOf = (ingress: Ingress) => groupKeys(groups, events, ingress);
  return {
    // With its finalizer, an Ingress goes by a change of its deletion time.
    [INGRESS]: ({ type, object, old }) => {
      if (type === "DELETED" || sameWish(object, old)) return [];
      return [...(old === undefined ? [] : keysOf(old)), ...keysOf(object)];
    },
    [SERVICE]: ({ type, object, old }) => {
      if (type === "MODIFIED" && sameWish(object, old)) return [];
      const { namespace = "", name } = object.metadata;
      return reader
        .list(INGRESS, { namespace })
        .filter((ingress) => refersTo(ingress, name))
        .flatMap(keysOf);
    },
    [INGRESS_CLASS]: ({ object }) => ingressesOfClass(reader, object.metadata.name).flatMap(keysOf),
    [INGRESS_CLASS_PARAMS]: ({ object }) =>
      reader
        .list(INGRESS_CLASS)
        .filter(({ spec }) => spec.parameters?.name === object.metadata.name)
        .flatMap(({ metadata }) => ingressesOfClass(reader, metadata.name))
        .flatMap(keysOf),
  };
}

/** Keys of the group an Ingress is in and of those it has to leave. */
function groupKeys(groups: GroupLoader, events: EventRecorder, ingress: Ingress): readonly string[] {
  const leaving = groups.groupsToLeave(ingress).map(stackIdText);
  try {
    const group = groups.groupOf(ingress);
    return group === undefined ? leaving : [stackIdText(group), ...leaving];
  } catch (error) {
    events.warning(ingress, "FailedLoadGroupID", `failed load groupID due to ${messageOf(error)}`);
    return leaving;
  }
}

function sameWish(object: KubeObject, old: KubeObject | undefined): boolean {
  return (
    old !== undefined &&
    isDeepStrictEqual(object.metadata.annotations ?? {}, old.metadata.annotations ?? {}) &&
    isDeepStrictEqual(object["spec"], old["spec"]) &&
    object.metadata.deletionTimestamp === old.metadata.deletionTimestamp
  );
}

function ingressesOfClass(reader: KubeReader, name: string): readonly Ingress[] {
  return reader.list(INGRESS).filter(({ spec }) => spec.ingressClassName === name);
}

/** Whether an Ingress forwards to a Service, by a backend or by an annotation. */
function refersTo(ingress: Ingress, service: string): boolean {
  const backends = [
    ingress.spec.defaultBackend,
    ...(ingress.spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend),
  ];
  return backends.some((backend) => backend !== undefined && namesService(ingress, backend, service));
}

function namesService(ingress: Ingress, backend: IngressBackend, service: string): boolean {
  const name = backend.service?.name;
  if (backend.service?.port?.name !== "use-annotation") return name === service;
  try {
    const action = JSON.stringify(jsonOf(ingress.metadata.annotations, `actions.${name ?? ""}`) ?? null);
    return action.includes(`"serviceName":${JSON.stringify(service)}`);
  } catch {
    return false;
  }
}
