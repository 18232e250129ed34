import type { Manifest } from "../types.ts";
import { clone, freeze, isRecord } from "./plain.ts";

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

/**
 * Merges what is applied into what is there: fields that the last apply gave and this one does not are removed,
 * fields that somebody else set stay.
 */
export function mergeApplied(present: unknown, previous: unknown, applied: unknown): unknown {
  if (!isRecord(applied)) return applied;
  const result: Record<string, unknown> = isRecord(present) ? { ...present } : {};
  if (isRecord(previous)) {
    for (const key of Object.keys(previous)) if (!(key in applied)) delete result[key];
  }
  for (const [key, value] of Object.entries(applied)) {
    if (value === undefined) continue;
    result[key] = mergeApplied(result[key], isRecord(previous) ? previous[key] : undefined, value);
  }
  return result;
}
