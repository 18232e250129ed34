import { NotSimulated } from "../../core/errors.ts";
import type { Gvk, KubeObject } from "../types.ts";
import { CustomKinds } from "./custom-kinds.ts";
import { apiVersionOf, builtInKinds, gvkOf, kindsNotSimulated, splitGvk, type Kind } from "./kinds.ts";
import { isCustom } from "./object-schema.ts";
import { noMatch } from "./status-errors.ts";
import type { ObjectStore } from "./store.ts";

const definitionKind: Kind = builtInKinds.get("apiextensions.k8s.io/v1/CustomResourceDefinition")!;

/** The kinds that an API server serves now: the built-in ones and those of its CustomResourceDefinitions. */
export class KindRegistry {
  readonly #custom = new CustomKinds();

  /** @throws KubernetesError when the cluster does not serve the kind; NotSimulated when a real one does. */
  get(gvk: Gvk): Kind {
    const kind = builtInKinds.get(gvk) ?? this.#custom.find(gvk);
    if (kind !== undefined) return kind;
    if (kindsNotSimulated.has(gvk)) throw new NotSimulated(`Kubernetes kind ${gvk}`);
    const { apiVersion, kind: name } = splitGvk(gvk);
    throw noMatch(name, apiVersion);
  }

  /** Follows a change of a definition; anything else is nothing to it. */
  follow(kind: Kind, store: ObjectStore): void {
    if (kind === definitionKind) this.#custom.replace(store.list(definitionKind));
  }

  /** Takes the definitions among the objects of a saved world. */
  restore(objects: readonly KubeObject[]): void {
    this.#custom.replace(objects.filter((object) => gvkOf(object) === definitionKind.gvk));
  }
}

/** An object under the version that was asked for: all versions of a custom kind share one store. */
export function served(kind: Kind, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(kind);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** An object under the version in which its kind is stored. */
export function inStorageVersion(kind: Kind, object: KubeObject): KubeObject {
  if (!isCustom(kind) || object.apiVersion === kind.storageApiVersion) return object;
  return { ...object, apiVersion: kind.storageApiVersion };
}
