import type { Clock } from "../../core/clock.ts";
import { sha256, type Ids } from "../../core/ids.ts";
import { leaf } from "../schema/field-set.ts";
import type { EventRecord, KubeObject, ManagedFieldsEntry } from "../types.ts";
import { builtInKinds, type Kind } from "./kinds.ts";
import { freeze } from "./plain.ts";
import type { ObjectStore } from "./store.ts";

/** EKS, like kube-apiserver by default (--event-ttl), keeps events for an hour. */
const EVENT_TTL_MS = 3_600_000;

const eventKind: Kind = builtInKinds.get("v1/Event")!;

/** Makes core/v1 Events; one that says the same of the same object again is counted up. */
export class EventRecorder {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(store: ObjectStore, clock: Clock, ids: Ids) {
    this.#store = store;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @returns the event as stored, and the one that it replaces. */
  record(
    about: KubeObject,
    event: EventRecord,
    manager: string,
  ): { readonly object: KubeObject; readonly old?: KubeObject } {
    this.#expire();
    const namespace = about.metadata.namespace ?? "default";
    const now = this.#clock.timestamp();
    // client-go aggregates by source, object, type, reason and message; the digest of these is the name's suffix.
    const digest = sha256(
      JSON.stringify([
        about.kind,
        about.metadata.uid,
        event.component,
        event.type,
        event.reason,
        event.message,
      ]),
    );
    const name = `${about.metadata.name}.${digest.slice(0, 16)}`;
    const old = this.#store.find(eventKind, namespace, name);
    if (old !== undefined) {
      const metadata = { ...old.metadata, managedFields: [heldBy(manager, now)] };
      const counted = { ...old, metadata, count: Number(old["count"]) + 1, lastTimestamp: now };
      return { object: this.#store.put(eventKind, counted), old };
    }
    const object = this.#store.put(eventKind, {
      apiVersion: "v1",
      kind: "Event",
      metadata: {
        name,
        namespace,
        uid: this.#ids.uuid(),
        resourceVersion: "",
        generation: 1,
        creationTimestamp: now,
        managedFields: [heldBy(manager, now)],
      },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
        uid: about.metadata.uid,
      },
      type: event.type,
      reason: event.reason,
      message: event.message,
      source: { component: event.component },
      reportingComponent: event.component,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
    });
    return { object };
  }

  /** Events are kept in the order of their first occurrence, so the old ones come first. */
  #expire(): void {
    const limit = this.#clock.now() - EVENT_TTL_MS;
    for (const event of this.#store.list(eventKind)) {
      if (Date.parse(String(event["lastTimestamp"])) >= limit) return;
      this.#store.remove(eventKind, event);
    }
  }
}

/** All events have the same fields, and who records them holds them all. */
function heldBy(manager: string, time: string): ManagedFieldsEntry {
  return {
    manager,
    operation: "Update",
    apiVersion: "v1",
    time,
    fieldsType: "FieldsV1",
    fieldsV1: EVENT_FIELDS,
  };
}

const EVENT_FIELDS = freeze({
  "f:count": leaf,
  "f:firstTimestamp": leaf,
  "f:involvedObject": leaf,
  "f:lastTimestamp": leaf,
  "f:message": leaf,
  "f:reason": leaf,
  "f:reportingComponent": leaf,
  "f:source": { "f:component": leaf },
  "f:type": leaf,
});
