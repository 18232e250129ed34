/** What to do so that a cluster keeps a target group of an application, in words that follow its name. */
import { hasOwn } from "../../components/shared/load-balancer/traffic.ts";
import {
  hasIngress,
  hasLoadBalancer,
  isOfController,
  ownsTargetGroups,
  trafficOf,
  type GroupIdentity,
} from "../apps/ownership.ts";
import type { OwnerConfig } from "../config/stack-config.ts";

/** How a cluster comes to serve an application by a target group that goes, and by none that stays. */
interface Leaving {
  readonly config: OwnerConfig;
  /** Whether the application itself goes. */
  readonly isRemoved: boolean;
  readonly gone: readonly GroupIdentity[];
  readonly kept: readonly GroupIdentity[];
  readonly cluster: string;
}

const AND_AFTER = "update this stack, then those of the clusters";

export function remedyOf(leaving: Leaving): string {
  const { config, isRemoved, gone, kept, cluster } = leaving;
  if (isRemoved)
    return `; put it back with retire: true, ${AND_AFTER}, and take it away once its targets there have drained`;
  if (kept.some((group) => takes(group, cluster))) {
    return ", not yet in the target group that stays; update the stacks of these clusters first";
  }
  if (isTakenOut(leaving)) {
    return (
      ", which weights do not name any more; put it back there with 0, drain it (drained: true in its stack) or destroy its " +
      "stack, and take it out after that"
    );
  }
  if (kept.length > 0) {
    return (
      ", which weights do not name; leave the rest as it was, add its name with 0 to each entry of weights, " +
      `${AND_AFTER}, and make the change after that`
    );
  }
  if (ownsTargetGroups(config) || gone.some(({ behindIngress }) => behindIngress)) {
    return (
      ", and target groups of Pulumi behind an Ingress or a Gateway (ingress.targetGroups: pulumi) cannot be had beside others; set it back, " +
      "or destroy the stacks of the clusters (pulumi destroy --stack <member>), update this one, and bring them up again"
    );
  }
  const both = isOtherKind(config, gone)
    ? "ingress.kind: ingress-and-gateway, or gateway-and-ingress on the way back"
    : isOtherMaker(config, gone)
      ? "ingress.ownership: both"
      : "ingress.prepareTraffic: true, with traffic as it was";
  return `, and nothing of what there is now would stay; have both for a while (${both}), ${AND_AFTER}, and switch after that`;
}

/** Whether a cluster may bind a target group. */
function takes(group: GroupIdentity, cluster: string): boolean {
  return group.cluster === undefined || group.cluster === cluster;
}

/** Whether clusters have target groups of their own as before, and this one no more. */
function isTakenOut({ config, gone, cluster }: Leaving): boolean {
  const isOwn = gone.some((group) => group.cluster === cluster);
  return isOwn && hasLoadBalancer(config) && hasOwn(trafficOf(config));
}

/** Whether the controller makes the load balancer as before, but of something else. */
function isOtherKind(config: OwnerConfig, gone: readonly GroupIdentity[]): boolean {
  return hasIngress(config) && !hasLoadBalancer(config) && gone.every(isOfController);
}

/** Whether somebody else makes the load balancer than before. */
function isOtherMaker(config: OwnerConfig, gone: readonly GroupIdentity[]): boolean {
  return !hasLoadBalancer(config) || gone.every(isOfController);
}
