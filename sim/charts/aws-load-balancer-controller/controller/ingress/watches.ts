import { isDeepStrictEqual } from "node:util";
import type { KubeObject, WatchEvent } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import type { EventRecorder } from "../kubernetes/events.ts";
import { INGRESS, INGRESS_CLASS, type Ingress, type IngressBackend } from "../kubernetes/objects.ts";
import { messageOf } from "../log.ts";
import { jsonOf } from "./annotations.ts";
import { groupIdText, type GroupLoader } from "./group.ts";

/** Keys of the groups that a change concerns. Facts: controllers/ingress/eventhandlers. */
export function groupsConcernedBy(
  reader: KubeReader,
  groups: GroupLoader,
  events: EventRecorder,
  event: WatchEvent,
): readonly string[] {
  const keysOf = (ingress: Ingress) => groupKeys(groups, events, ingress);
  const { object, old, type } = event;
  switch (`${object.apiVersion}/${object.kind}`) {
    case "networking.k8s.io/v1/Ingress":
      // With its finalizer, an Ingress goes by a change of its deletion time.
      if (type === "DELETED" || sameWish(object, old)) return [];
      return [...(old === undefined ? [] : keysOf(old as Ingress)), ...keysOf(object as Ingress)];
    case "v1/Service":
      if (type === "MODIFIED" && sameWish(object, old)) return [];
      return reader
        .list(
          INGRESS,
          object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace },
        )
        .filter((ingress) => refersTo(ingress, object.metadata.name))
        .flatMap(keysOf);
    case "networking.k8s.io/v1/IngressClass":
      return ingressesOfClass(reader, object.metadata.name).flatMap(keysOf);
    case "elbv2.k8s.aws/v1beta1/IngressClassParams":
      return reader
        .list(INGRESS_CLASS)
        .filter(({ spec }) => spec.parameters?.name === object.metadata.name)
        .flatMap(({ metadata }) => ingressesOfClass(reader, metadata.name))
        .flatMap(keysOf);
    default:
      return [];
  }
}

/** Keys of the group an Ingress is in and of those it has to leave. */
export function groupKeys(groups: GroupLoader, events: EventRecorder, ingress: Ingress): readonly string[] {
  const leaving = groups.groupsToLeave(ingress).map(groupIdText);
  try {
    const group = groups.groupOf(ingress);
    return group === undefined ? leaving : [groupIdText(group), ...leaving];
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
