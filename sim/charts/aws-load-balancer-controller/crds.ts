import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "../../kubernetes/types.ts";

/** Parsing takes longer than all else about an installation. */
const parsed = new Map<string, readonly Manifest[]>();

/**
 * The definitions in a file of `crds/`, which stands for the chart's folder of that name. Helm installs them once and
 * neither upgrades nor deletes them.
 *
 * The chart's folder also has the controller's own Gateway API kinds (`gateway.k8s.aws`); these are left out, as the
 * simulated controller serves Ingresses and TargetGroupBindings only.
 */
export function readCrds(file: string): readonly Manifest[] {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`./crds/${file}`, import.meta.url), "utf8");
  const definitions = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  parsed.set(file, definitions);
  return definitions;
}
