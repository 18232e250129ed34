import { lbcCrds } from "../../facts/lbc-crds.ts";

/** The controller's CRDs as a file, with descriptions as upstream's have them. */
export function describedCrds(): string {
  return lbcCrds("3.5.0")
    .map((crd) =>
      JSON.stringify(crd).replaceAll(
        '"openAPIV3Schema":{',
        '"openAPIV3Schema":{"description":"What it is.",',
      ),
    )
    .join("\n---\n");
}
