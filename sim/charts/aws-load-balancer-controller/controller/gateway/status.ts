import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../../core/clock.ts";
import { gvkOf } from "../../../../kubernetes/api/kinds.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import {
  ALB_CONTROLLER,
  GATEWAY,
  type Gateway,
  type GatewayCondition,
  type ListenerStatus,
  type ParentReference,
  type Route,
  type RouteParentStatus,
} from "../kubernetes/gateway-objects.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { sameCondition, withCondition } from "./conditions.ts";
import type { RouteVerdict } from "./routes.ts";

/** Where status goes, and when it is. */
interface StatusTarget {
  readonly api: KubernetesApi;
  readonly reader: KubeReader;
  readonly clock: Clock;
}

/** What is new in the status of a Gateway. */
export interface GatewayNews {
  readonly conditions: readonly GatewayCondition[];
  readonly hostname?: string;
  readonly listeners?: readonly ListenerStatus[];
}

/** Writes what differs from what is there; nothing otherwise. */
export function updateGatewayStatus(target: StatusTarget, gateway: Gateway, news: GatewayNews): void {
  const { namespace, name, generation } = gateway.metadata;
  const present = target.reader.find(GATEWAY, namespace, name)?.status ?? {};
  const conditions = news.conditions.reduce<readonly GatewayCondition[]>(
    (all, wanted) => withCondition(all, target.clock, { ...wanted, observedGeneration: generation }) ?? all,
    present.conditions ?? [],
  );
  const status = {
    ...present,
    conditions,
    ...(news.hostname !== undefined && {
      addresses: [{ type: "Hostname", value: news.hostname }],
      attachedListenerSets: 0,
    }),
    ...(news.listeners && { listeners: timed(target.clock, present.listeners, news.listeners) }),
  };
  if (isDeepStrictEqual(status, present)) return;
  target.api.patch(GATEWAY, namespace, name, { status }, "status");
}

/** Those that are there, unless something has changed: then all are of now. */
function timed(
  clock: Clock,
  present: readonly ListenerStatus[] | undefined,
  wanted: readonly ListenerStatus[],
): readonly ListenerStatus[] {
  const untimed = (listeners: readonly ListenerStatus[] = []) =>
    listeners.map((listener) => ({
      ...listener,
      conditions: listener.conditions.map(({ lastTransitionTime: _, ...condition }) => condition),
    }));
  if (present !== undefined && isDeepStrictEqual(untimed(present), untimed(wanted))) return present;
  return wanted.map((listener) => ({
    ...listener,
    conditions: listener.conditions.map((condition) => ({
      ...condition,
      lastTransitionTime: clock.timestamp(),
    })),
  }));
}

/** Tells a route what became of it at one parent. Facts: controllers/gateway/route_reconciler.go. */
export function updateRouteStatus(target: StatusTarget, { route, parentRef, refused }: RouteVerdict): void {
  const { namespace, name } = route.metadata;
  const gvk = gvkOf(route) as typeof GATEWAY;
  const current = target.reader.find(gvk, namespace, name) as Route | undefined;
  if (current === undefined) return;
  const { generation } = current.metadata;
  const present = current.status?.parents ?? [];
  const before = present.find((parent) => sameParent(parent.parentRef, parentRef));
  const conditions = (["ResolvedRefs", "Accepted"] as const).map((type) => ({
    type,
    ...(refused?.condition === type
      ? { status: "False" as const, reason: refused.reason, message: refused.message }
      : { status: "True" as const, reason: type, message: "" }),
    observedGeneration: generation,
  }));
  const same = conditions.every((condition, index) =>
    sameCondition(condition, before?.conditions[index] ?? { type: "", status: "Unknown" }),
  );
  if (before !== undefined && same) return;
  const news: RouteParentStatus = {
    parentRef,
    controllerName: ALB_CONTROLLER,
    conditions: conditions.map((condition) => ({
      ...condition,
      lastTransitionTime: target.clock.timestamp(),
    })),
  };
  const parents = (current.spec.parentRefs ?? []).flatMap((reference) =>
    sameParent(reference, parentRef)
      ? [news]
      : present.filter((parent) => sameParent(parent.parentRef, reference)),
  );
  target.api.patch(gvk, namespace, name, { status: { parents } }, "status");
}

function sameParent(a: ParentReference, b: ParentReference): boolean {
  return isDeepStrictEqual({ ...a }, { ...b });
}
