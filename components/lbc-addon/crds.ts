import { lbcCrds, type CustomResourceDefinition } from "../../facts/lbc-crds.ts";
import type { LbcVersion } from "./versions.ts";

/**
 * The CustomResourceDefinitions of what a release of the controller watches by default.
 *
 * It stays away from Gateway API, GlobalAccelerator and ALBTargetControlConfig while their CRDs are missing or their
 * feature gates are off (main.go and pkg/gateway/crddetect).
 */
export function watchedCrds(version: LbcVersion): readonly CustomResourceDefinition[] {
  const watched = ["IngressClassParams", "TargetGroupBinding"];
  return lbcCrds(version).filter(({ spec }) => watched.includes(spec.names.kind));
}
