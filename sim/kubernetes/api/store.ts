import type { KubeObject, ListOptions } from "../types.ts";
import type { Kind } from "./kinds.ts";
import { freeze } from "./plain.ts";

/** A cluster's objects as a saved world holds them: every object, and what was last applied to it, by uid. */
export interface SavedObjects {
  readonly revision: number;
  readonly objects: readonly KubeObject[];
}

/** The objects of one cluster: frozen, by kind, namespace and name; an object's dependents by owner. */
export class ObjectStore {
  #revision = 0;
  readonly #kinds = new Map<string, Map<string, KubeObject>>();
  readonly #dependents = new Map<string, Set<KubeObject>>();
  readonly #byUid = new Map<string, KubeObject>();

  find(kind: Kind, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#kinds.get(kind.storageKey)?.get(key(namespace, name));
  }

  list(kind: Kind, options: ListOptions = {}): KubeObject[] {
    const all = this.#kinds.get(kind.storageKey);
    if (all === undefined) return [];
    const { namespace, labels } = options;
    const found: KubeObject[] = [];
    for (const object of all.values()) {
      if (namespace !== undefined && object.metadata.namespace !== namespace) continue;
      if (labels !== undefined && !hasLabels(object, labels)) continue;
      found.push(object);
    }
    return found;
  }

  /** Every object in `namespace`. */
  inNamespace(namespace: string): KubeObject[] {
    return this.all().filter((object) => object.metadata.namespace === namespace);
  }

  all(): KubeObject[] {
    return [...this.#kinds.values()].flatMap((objects) => [...objects.values()]);
  }

  findByUid(uid: string): KubeObject | undefined {
    return this.#byUid.get(uid);
  }

  /** Objects that name `uid` as one of their owners. */
  dependents(uid: string): KubeObject[] {
    return [...(this.#dependents.get(uid) ?? [])];
  }

  /** Stores a new or changed object under the next resource version. */
  put(kind: Kind, object: KubeObject): KubeObject {
    const stored: KubeObject = freeze({
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(++this.#revision) },
    });
    this.#insert(kind.storageKey, stored);
    return stored;
  }

  remove(kind: Kind, object: KubeObject): void {
    const objects = this.#kinds.get(kind.storageKey);
    const id = key(object.metadata.namespace, object.metadata.name);
    const present = objects?.get(id);
    if (present === undefined) return;
    objects?.delete(id);
    this.#unlink(present);
    this.#revision++;
  }

  toJSON(): SavedObjects {
    return { revision: this.#revision, objects: this.all() };
  }

  /** Replaces the contents. @param storageKeyOf the kind under which an object of a saved world is kept. */
  restore(saved: SavedObjects, storageKeyOf: (object: KubeObject) => string): void {
    this.#kinds.clear();
    this.#dependents.clear();
    this.#byUid.clear();
    for (const object of saved.objects) this.#insert(storageKeyOf(object), freeze(object));
    this.#revision = saved.revision;
  }

  #insert(storageKey: string, object: KubeObject): void {
    let objects = this.#kinds.get(storageKey);
    if (objects === undefined) {
      objects = new Map();
      this.#kinds.set(storageKey, objects);
    }
    const id = key(object.metadata.namespace, object.metadata.name);
    const old = objects.get(id);
    if (old !== undefined) this.#unlink(old);
    objects.set(id, object);
    this.#byUid.set(object.metadata.uid, object);
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid);
      if (dependents === undefined) this.#dependents.set(uid, new Set([object]));
      else dependents.add(object);
    }
  }

  #unlink(object: KubeObject): void {
    this.#byUid.delete(object.metadata.uid);
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(object);
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
  }
}

function key(namespace: string | undefined, name: string): string {
  return `${namespace ?? ""}/${name}`;
}

/** Whether the object carries all of `labels`. */
export function hasLabels(object: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const present = object.metadata.labels ?? {};
  for (const name in labels) if (present[name] !== labels[name]) return false;
  return true;
}
