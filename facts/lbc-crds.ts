import { definitionsOf, type CustomResourceDefinition } from "./crds.ts";
import data from "./lbc-crds.json" with { type: "json" };

/** The definitions that a release of AWS Load Balancer Controller has in its chart's `crds/crds.yaml`. */
export function lbcCrds(release: string): readonly CustomResourceDefinition[] {
  return definitionsOf(data, release, "lbc-crds.json");
}
