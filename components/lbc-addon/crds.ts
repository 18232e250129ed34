import type { CustomResourceDefinition } from "../../facts/crds.ts";
import { lbcCrds } from "../../facts/lbc-crds.ts";
import type { LbcVersion } from "./versions.ts";

/** A CustomResourceDefinition of the controller. */
export type LbcCrd = CustomResourceDefinition;

/**
 * The CustomResourceDefinitions of what a release of the controller watches by default.
 *
 * It stays away from Gateway API, GlobalAccelerator and ALBTargetControlConfig while their CRDs are missing or their
 * feature gates are off (main.go and pkg/gateway/crddetect).
 */
export function watchedCrds(version: LbcVersion): readonly LbcCrd[] {
  const watched = ["IngressClassParams", "TargetGroupBinding"];
  return lbcCrds(version).filter(({ spec }) => watched.includes(spec.names.kind));
}

/** A release, and upstream's file for it where that is to be used. */
interface CrdChoice {
  readonly version: LbcVersion;
  readonly crds?: readonly LbcCrd[];
}

/** The definitions to make: those that the release watches, of upstream's file or as this package states them. */
export function crdsToMake({ version, crds }: CrdChoice): readonly LbcCrd[] {
  const watched = watchedCrds(version);
  if (crds === undefined) return watched;
  const names = watched.map(({ metadata }) => metadata.name);
  return crds.filter(({ metadata }) => names.includes(metadata.name));
}

/** What a release watches and these definitions lack: `targetgroupbindings.elbv2.k8s.aws`, or the version that it uses. */
export function crdsLackingIn(crds: readonly LbcCrd[], version: LbcVersion): string[] {
  return watchedCrds(version).flatMap(({ metadata: { name }, spec }) => {
    const found = crds.find(({ metadata }) => metadata.name === name);
    if (found?.spec.names?.plural !== spec.names.plural) return [name];
    const defined = new Set(found.spec.versions?.map((one) => one.name));
    return spec.versions
      .filter((one) => one.storage && !defined.has(one.name))
      .map((one) => `${name} ${one.name}`);
  });
}
