import type { Manifest } from "../types.ts";
import { clone, freeze } from "./plain.ts";

/** What was last applied to each object, so that the next apply can tell which fields were taken out. */
export class AppliedManifests {
  readonly #manifests = new Map<string, Manifest>();

  /** @param uid of the object. */
  find(uid: string): Manifest | undefined {
    return this.#manifests.get(uid);
  }

  remember(uid: string, manifest: Manifest): void {
    this.#manifests.set(uid, freeze(clone(manifest)));
  }

  forget(uid: string): void {
    this.#manifests.delete(uid);
  }

  toJSON(): Record<string, Manifest> {
    return Object.fromEntries(this.#manifests);
  }

  restore(saved: Readonly<Record<string, Manifest>>): void {
    this.#manifests.clear();
    for (const [uid, manifest] of Object.entries(saved)) this.#manifests.set(uid, freeze(manifest));
  }
}
