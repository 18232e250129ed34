import type { IdentityStatement, PolicyDocument } from "../shared/iam.ts";
import { lbcPolicy, type PolicyScope } from "./iam-policy/index.ts";

/**
 * What belongs together in one release of AWS Load Balancer Controller. A new release is one new entry in
 * {@link LBC_RELEASES}, one new CRD file and, where upstream changed it, a new policy: these never move apart.
 */
export interface LbcRelease {
  /** Version of the Helm chart in https://aws.github.io/eks-charts. */
  readonly chart: string;
  /** Tag of public.ecr.aws/eks/aws-load-balancer-controller that the chart runs. */
  readonly image: string;
  /** File in `crds/`. */
  readonly crds: string;
  /** What this release may do in the account. */
  readonly policy: (scope: PolicyScope) => PolicyDocument<IdentityStatement>;
}

/** Releases that {@link LbcAddon} installs. */
export const LBC_RELEASES = {
  "3.5.0": { chart: "3.5.0", image: "v3.5.0", crds: "v3.5.0.yaml", policy: lbcPolicy },
} as const satisfies Readonly<Record<string, LbcRelease>>;

/** A release in {@link LBC_RELEASES}. */
export type LbcVersion = keyof typeof LBC_RELEASES;

/** The release that is installed unless told otherwise. */
export const DEFAULT_LBC_VERSION: LbcVersion = "3.5.0";
