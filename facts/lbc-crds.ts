import data from "./lbc-crds.json" with { type: "json" };

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

/** Releases of AWS Load Balancer Controller that have the very same definitions. */
export interface LbcCrds {
  readonly releases: readonly string[];
  readonly definitions: readonly CustomResourceDefinition[];
}

/** Made by extract.ts. */
const known: readonly LbcCrds[] = data;

/** The definitions that a release of AWS Load Balancer Controller has in its chart's `crds/crds.yaml`. */
export function lbcCrds(release: string): readonly CustomResourceDefinition[] {
  const found = known.find(({ releases }) => releases.includes(release));
  if (found === undefined) throw new TypeError(`facts/lbc-crds.json has no release ${release}`);
  return found.definitions;
}
