import { NotSimulated } from "../../../core/errors.ts";

/** What one release of the controller does otherwise than another. All that is not here, they do alike. */
export interface ControllerRelease {
  /** As in its log, and the tag of its image. */
  readonly version: string;
  /** Flags of later releases: this one ends when it is given them. */
  readonly unknownFlags: readonly string[];
  /**
   * What stands between namespace and name where the targets of a binding are remembered. A hyphen may be part of both,
   * so that `b-c` in namespace `a` and `c` in `a-b` take each other's targets for their own.
   */
  readonly bindingKeySeparator: "-" | "/";
  /**
   * Whether the subnets of a load balancer with IPv6 addresses must have an IPv6 block to be chosen. Otherwise AWS
   * refuses the load balancer.
   */
  readonly looksForIpv6: boolean;
}

/**
 * The releases that are simulated: their differences as the sources have them, between the tags v3.4.3 and v3.5.0.
 * Chart templates, values, webhooks, feature gates and the kinds of group elbv2.k8s.aws are the same in both. What else
 * differs concerns what no release does here: Global Accelerator, certificates of ACM that the
 * controller requests, and secrets of OIDC actions. For Gateways, both do as v3.5.0 does.
 *
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/compare/v3.4.3...v3.5.0
 */
const RELEASES: readonly ControllerRelease[] = [
  {
    version: "v3.4.3",
    unknownFlags: ["required-secrets-label"],
    bindingKeySeparator: "-",
    looksForIpv6: false,
  },
  {
    version: "v3.5.0",
    // Commit 24111acbd, pkg/config/controller_config.go.
    unknownFlags: [],
    // Commit 2fcd20de4, pull request 4864, pkg/targetgroupbinding/multicluster_manager.go.
    bindingKeySeparator: "/",
    // Commit c87e16e43, pull request 4865, pkg/networking/subnet_resolver.go.
    looksForIpv6: true,
  },
];

/** @throws NotSimulated for any other version. */
export function controllerRelease(version: string): ControllerRelease {
  const release = RELEASES.find((candidate) => candidate.version === version);
  if (release === undefined) {
    const known = RELEASES.map((candidate) => candidate.version).join(" and ");
    throw new NotSimulated(`AWS Load Balancer Controller ${version}`, `${known} are simulated`);
  }
  return release;
}
