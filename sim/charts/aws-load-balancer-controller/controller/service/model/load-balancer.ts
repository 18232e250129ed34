import type { LoadBalancer } from "../../../../../aws/elbv2/shapes.ts";
import {
  identityOf,
  LOAD_BALANCER,
  type LoadBalancerResource,
  type Reference,
  type Scheme,
  type Tags,
} from "../../model.ts";
import { checkedName, schemeOf } from "../../load-balancer-settings.ts";
import { ownLoadBalancerName } from "../../names.ts";
import { booleanOf, listOf, mapOf, stringOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";
import { fixedAddresses } from "./addresses.ts";
import { serviceTags } from "./tags.ts";

/** Facts: pkg/service/model_build_load_balancer.go. @param securityGroups built before it. */
export function buildLoadBalancer(
  context: BuildContext,
  scheme: Scheme,
  subnetIds: readonly string[],
  securityGroups: readonly Reference[],
): LoadBalancerResource {
  return {
    resourceId: LOAD_BALANCER,
    type: "network",
    name: nameOf(context, scheme),
    scheme,
    ipAddressType: "ipv4",
    subnetIds,
    addresses: fixedAddresses(context, scheme, subnetIds),
    securityGroups,
    attributes: attributesOf(context),
    tags: serviceTags(context),
  };
}

/** The annotation's, that of the load balancer which is there, or the controller's default. */
export function buildScheme(
  { annotations, config }: BuildContext,
  present: LoadBalancer | undefined,
): Scheme {
  return schemeOf(config, stringOf(annotations, "aws-load-balancer-scheme") ?? present?.Scheme);
}

/** Those that the annotation names, those of the load balancer that is there, or those that discovery finds. */
export function buildSubnets(
  { annotations, subnets }: BuildContext,
  scheme: Scheme,
  present: LoadBalancer | undefined,
): readonly string[] {
  const named = listOf(annotations, "aws-load-balancer-subnets");
  if (named !== undefined) return subnets.byNameOrId(named, "ipv4");
  if (present?.Scheme !== scheme) return subnets.discover(scheme, "ipv4");
  return subnets.byNameOrId(
    present.AvailabilityZones.map(({ SubnetId }) => SubnetId),
    "ipv4",
  );
}

function nameOf({ annotations, config, service }: BuildContext, scheme: Scheme): string {
  const explicit = stringOf(annotations, "aws-load-balancer-name");
  if (explicit === undefined) return ownLoadBalancerName(config.clusterName, identityOf(service), scheme);
  return checkedName(explicit);
}

/** Annotations of their own go before those in the map. */
function attributesOf({ annotations }: BuildContext): Tags {
  const crossZone = booleanOf(annotations, "aws-load-balancer-cross-zone-load-balancing-enabled");
  return {
    ...mapOf(annotations, "aws-load-balancer-attributes"),
    ...(crossZone !== undefined && { "load_balancing.cross_zone.enabled": String(crossZone) }),
  };
}
