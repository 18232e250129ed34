import { UserError } from "../../project/errors.ts";
import { alarmOfLostCluster } from "./alarm-of-lost-cluster.ts";
import { autoscalingWithoutMetricsServer } from "./autoscaling-without-metrics-server.ts";
import { bindingWithoutNetworkingDrill } from "./binding-without-networking.ts";
import { bothFlagsOn } from "./both-flags-on.ts";
import { certificatePending } from "./certificate-pending.ts";
import { controllerRemovedFirst } from "./controller-removed-first.ts";
import type { Drill } from "./drill.ts";
import { annotationPrefixTrap, nameOutsideFilter, zoneDelegatedElsewhere } from "./external-dns-names.ts";
import { oneOwnerTwice, twoOwners } from "./external-dns-owners.ts";
import { certificateReferences, lateGatewayApi, lostHealthCheck } from "./gateways.ts";
import { flagFlipped } from "./flag-flipped.ts";
import { bothFlagsOff, memberFlagOff } from "./flags-off.ts";
import { imdsHopLimit } from "./imds-hop-limit.ts";
import { leakedInterface } from "./leaked-interface.ts";
import { logBucketWithoutPolicyDrill } from "./log-bucket-without-policy.ts";
import { lostCluster } from "./lost-cluster.ts";
import { missingIamAction } from "./missing-iam-action.ts";
import { nameOfAnotherStack } from "./name-of-another-stack.ts";
import { localWithoutPod, nodePortClosed } from "./node-ports.ts";
import { otherCredentials } from "./other-credentials.ts";
import { addressesExhausted, fragmentedSubnet, tooManyPods } from "./pods-without-place.ts";
import { fewAddresses, oneZone, subnetsWithoutTags } from "./subnets.ts";
import { rateLimitBehindOneAddress } from "./rate-limit-behind-one-address.ts";
import { twoTaggedSecurityGroups } from "./two-tagged-security-groups.ts";
import { serviceWithoutClass } from "./service-without-class.ts";
import { secondLoadBalancer } from "./second-load-balancer.ts";
import { shadowedRoute } from "./shadowed-route.ts";
import { uploadsBlockedByBodyRule } from "./uploads-blocked-by-body-rule.ts";
import { vanishedApp } from "./vanished-app.ts";
import { weightsWithoutTraffic } from "./weights-without-traffic.ts";
import { wrongTrustPolicy } from "./wrong-trust-policy.ts";

/** Every drill, in the order of `--drill list`. */
export const DRILLS: readonly Drill[] = [
  bothFlagsOn,
  memberFlagOff,
  bothFlagsOff,
  missingIamAction,
  logBucketWithoutPolicyDrill,
  wrongTrustPolicy,
  otherCredentials,
  imdsHopLimit,
  bindingWithoutNetworkingDrill,
  nodePortClosed,
  localWithoutPod,
  serviceWithoutClass,
  twoTaggedSecurityGroups,
  subnetsWithoutTags,
  oneZone,
  fewAddresses,
  tooManyPods,
  addressesExhausted,
  fragmentedSubnet,
  autoscalingWithoutMetricsServer,
  certificatePending,
  nameOfAnotherStack,
  oneOwnerTwice,
  twoOwners,
  annotationPrefixTrap,
  nameOutsideFilter,
  zoneDelegatedElsewhere,
  certificateReferences,
  lostHealthCheck,
  lateGatewayApi,
  uploadsBlockedByBodyRule,
  rateLimitBehindOneAddress,
  controllerRemovedFirst,
  lostCluster,
  alarmOfLostCluster,
  weightsWithoutTraffic,
  vanishedApp,
  shadowedRoute,
  secondLoadBalancer,
  leakedInterface,
  flagFlipped,
];

/** @throws UserError naming all drills when no drill has that name. */
export function findDrill(name: string): Drill {
  const found = DRILLS.find((drill) => drill.name === name);
  if (found === undefined) {
    throw new UserError(
      `there is no drill "${name}"; use one of ${DRILLS.map((drill) => drill.name).join(", ")}`,
    );
  }
  return found;
}
