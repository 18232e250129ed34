/** A CustomResourceDefinition without any description: what an API server needs of it. */
export interface CustomResourceDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: string;
    readonly versions: { name: string; served: boolean; storage: boolean }[];
  };
}

/** Releases of a product that have the very same definitions. */
export interface CrdReleases {
  readonly releases: readonly string[];
  readonly definitions: readonly CustomResourceDefinition[];
}

/** @param file where they are known from, for the message. */
export function definitionsOf(
  known: readonly CrdReleases[],
  release: string,
  file: string,
): readonly CustomResourceDefinition[] {
  const found = known.find(({ releases }) => releases.includes(release));
  if (found === undefined) throw new TypeError(`facts/${file} has no release ${release}`);
  return found.definitions;
}
