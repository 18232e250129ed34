import type { Clock } from "../../core/clock.ts";
import { defined } from "../../core/defined.ts";
import type { KubeObject, Manifest } from "../types.ts";
import { apiVersionOf, type Kind } from "./kinds.ts";
import {
  applyTo,
  managedAfterStatus,
  managedAfterUpdate,
  managedAtCreation,
  managedAtFirstApply,
  withManagedFields,
  type Applied,
  type ManagedFields,
  type Write,
} from "./managed-fields.ts";

/**
 * Who holds the fields of an object as a client wants it, with its defaults: what the server adds later is nobody's.
 * Undefined for an object of which nothing was recorded from its creation on.
 */
export type Track = (object: KubeObject) => ManagedFields | undefined;

/** A client, as the managed fields of what it writes name it. */
export class FieldManager {
  readonly name: string;
  readonly #clock: Clock;

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
  }

  creates(kind: Kind): Track {
    return (object) => managedAtCreation(kind, object, this.#write(kind, "Update"));
  }

  createsByApply(kind: Kind, manifest: Manifest): Track {
    return () => managedAtFirstApply(kind, manifest, this.#write(kind, "Apply"));
  }

  /** @param given what the client sent. @param subresource through which it sent it. */
  updates(kind: Kind, old: KubeObject, given: KubeObject, subresource?: "scale"): Track {
    const { managedFields } = given.metadata;
    const write = { ...this.#write(kind, "Update"), ...defined({ subresource }) };
    return (object) => managedAfterUpdate(kind, old, object, write, managedFields);
  }

  /** @throws KubernetesError Conflict */
  applies(kind: Kind, live: KubeObject, manifest: Manifest, force: boolean): Applied {
    return applyTo(kind, live, manifest, this.#write(kind, "Apply"), force);
  }

  /** `object` with another status than `old` has, and with who holds it. */
  writesStatus(kind: Kind, old: KubeObject, object: KubeObject): KubeObject {
    const write = { ...this.#write(kind, "Update"), subresource: "status" };
    return withManagedFields(object, managedAfterStatus(kind, old, object["status"], write));
  }

  #write(kind: Kind, operation: Write["operation"]): Write {
    return {
      manager: this.name,
      operation,
      apiVersion: apiVersionOf(kind),
      time: this.#clock.timestamp(),
    };
  }
}
