import { customType, type JsonSchema } from "../schema/custom-types.ts";
import type { StructType } from "../schema/field-types.ts";
import type { CustomResourceDefinition } from "../objects.ts";
import type { Gvk, KubeObject } from "../types.ts";
import type { Kind } from "./kinds.ts";

/** One version of a custom kind. */
export interface CustomKind extends Kind {
  readonly custom: true;
  /** `spec.versions[].schema.openAPIV3Schema` of the definition. */
  readonly schema: JsonSchema;
  readonly type: StructType;
  /** API version under which objects are stored. */
  readonly storageApiVersion: string;
}

/** The kinds that CustomResourceDefinitions add to an API server. */
export class CustomKinds {
  #kinds = new Map<Gvk, CustomKind>();

  find(gvk: Gvk): CustomKind | undefined {
    return this.#kinds.get(gvk);
  }

  /** Takes the definitions that are there now in place of all before. */
  replace(definitions: readonly KubeObject[]): void {
    this.#kinds = new Map(
      definitions
        .flatMap((definition) => servedKinds((definition as CustomResourceDefinition).spec))
        .map((kind): [Gvk, CustomKind] => [kind.gvk, kind]),
    );
  }
}

type DefinitionSpec = CustomResourceDefinition["spec"];

/** Schemas are read once for each stored definition. */
const known = new WeakMap<DefinitionSpec, readonly CustomKind[]>();

function servedKinds(spec: DefinitionSpec): readonly CustomKind[] {
  const present = known.get(spec) ?? readKinds(spec);
  known.set(spec, present);
  return present;
}

function readKinds({ group, names, scope, versions }: DefinitionSpec): CustomKind[] {
  const storage = versions.find((version) => version.storage);
  return versions
    .filter((version) => version.served)
    .map((version) => ({
      gvk: `${group}/${version.name}/${names.kind}`,
      group,
      version: version.name,
      kind: names.kind,
      plural: names.plural,
      resource: `${names.plural}.${group}`,
      namespaced: scope === "Namespaced",
      names: "dns-subdomain",
      hasStatus: version.subresources?.status !== undefined,
      hasScale: false,
      statusAtCreation: false,
      storageKey: `${group}/${names.kind}`,
      custom: true,
      schema: version.schema.openAPIV3Schema,
      type: customType(names.kind, version.schema.openAPIV3Schema),
      storageApiVersion: `${group}/${storage?.name ?? version.name}`,
    }));
}
