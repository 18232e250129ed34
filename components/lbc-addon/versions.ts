import type { IdentityStatement, PolicyDocument } from "../shared/iam.ts";
import { lbcPolicy, type PolicyScope } from "./iam-policy/index.ts";

/**
 * What belongs together in one release of AWS Load Balancer Controller. A new release is one new entry in
 * {@link LBC_RELEASES}, its CRDs in `facts/lbc-crds.json` and, where upstream changed it, a new policy: these never move
 * apart.
 */
export interface LbcRelease {
  /** Version of the Helm chart in https://aws.github.io/eks-charts, which runs the image of the same version. */
  readonly chart: string;
  /** What this release may do in the account. */
  readonly policy: (scope: PolicyScope) => PolicyDocument<IdentityStatement>;
}

/**
 * Releases that {@link LbcAddon} installs. Between v3.4.3 and v3.5.0 upstream changed neither iam_policy.json nor the CRDs
 * in helm/aws-load-balancer-controller/crds/crds.yaml.
 *
 * Where namespace and name of two bindings give the same text when a hyphen joins them, e.g. `a/b-c` and `a-b/c`, v3.4.3
 * takes the targets of one for those of the other:
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/4864
 */
export const LBC_RELEASES = {
  "3.4.3": { chart: "3.4.3", policy: lbcPolicy },
  "3.5.0": { chart: "3.5.0", policy: lbcPolicy },
} as const satisfies Readonly<Record<string, LbcRelease>>;

/** A release in {@link LBC_RELEASES}. */
export type LbcVersion = keyof typeof LBC_RELEASES;

/** The release that is installed unless told otherwise. */
export const DEFAULT_LBC_VERSION: LbcVersion = "3.5.0";
