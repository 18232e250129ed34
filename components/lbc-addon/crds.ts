import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

/** The parts of a CustomResourceDefinition that are passed on as they are. */
export interface CrdManifest {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly scope: string;
    readonly versions: { name: string; served: boolean; storage: boolean }[];
  };
}

const loaded = new Map<string, readonly CrdManifest[]>();

/**
 * The CustomResourceDefinitions in a file of `crds/`, read once per process: a program may bring up many clusters.
 *
 * Only what the controller watches by default is there. It stays away from Gateway API, GlobalAccelerator and
 * ALBTargetControlConfig while their CRDs are missing or their feature gates are off (main.go and
 * pkg/gateway/crddetect).
 */
export function lbcCrds(file: string): readonly CrdManifest[] {
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`./crds/${file}`, import.meta.url), "utf8");
  const crds = parseAllDocuments(text).map((document) => document.toJS() as CrdManifest);
  loaded.set(file, crds);
  return crds;
}
