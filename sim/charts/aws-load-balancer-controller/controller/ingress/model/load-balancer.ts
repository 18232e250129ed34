import { isDeepStrictEqual } from "node:util";
import { NotSimulated } from "../../../../../core/errors.ts";
import { labelled } from "../../labelled.ts";
import { checkedName, schemeOf } from "../../load-balancer-settings.ts";
import { loadBalancerName } from "../../names.ts";
import {
  LOAD_BALANCER,
  type LoadBalancerResource,
  type Reference,
  type Scheme,
  type Tags,
} from "../../model.ts";
import { booleanOf, listOf, mapOf, stringOf } from "../annotations.ts";
import type { ClassifiedIngress } from "../class.ts";
import type { BuildContext } from "./context.ts";
import { goList, goSet, groupSetting, mergedMaps } from "./group-setting.ts";
import { keyValues } from "../../tags.ts";
import { groupTags } from "./tags.ts";

/** Annotations that ask for what is not modelled. */
export const ANNOTATIONS_NOT_SIMULATED = [
  "customer-owned-ipv4-pool",
  "ipam-ipv4-pool-id",
  "minimum-load-balancer-capacity",
  "shield-advanced-protection",
  "waf-acl-id",
  "wafv2-acl-name",
  "web-acl-id",
] as const;

/** Facts: pkg/ingress/model_build_load_balancer.go. @param securityGroups built before it. */
export function buildLoadBalancer(
  context: BuildContext,
  scheme: Scheme,
  subnetIds: readonly string[],
  securityGroups: readonly Reference[],
): LoadBalancerResource {
  const { config, group } = context;
  const attributes = loadBalancerAttributes(group.members);
  const tags = groupTags(config, group.members);
  return {
    resourceId: LOAD_BALANCER,
    type: "application",
    name: nameOf(context, scheme),
    scheme,
    ipAddressType: context.ipAddressType,
    subnetIds,
    securityGroups,
    attributes,
    tags,
    ...webAcl(group.members),
  };
}

/** Only an annotation has the controller look at web ACLs at all: pkg/ingress/model_build_load_balancer_addons.go. */
function webAcl(members: readonly ClassifiedIngress[]): Pick<LoadBalancerResource, "webAclArn"> {
  const arns = new Set(
    members.flatMap(({ ingress }) => stringOf(ingress.metadata.annotations, "wafv2-acl-arn") || []),
  );
  if (arns.size > 1) throw new Error(`conflicting WAFv2 WebACL ARNs: ${goList([...arns].sort())}`);
  const [arn] = arns;
  return arn === undefined ? {} : { webAclArn: arn === "none" ? "" : arn };
}

/** Scheme of the group's load balancer. @throws Error when members disagree. */
export function buildScheme({ config, group }: BuildContext): Scheme {
  const scheme = groupSetting(
    group.members,
    "scheme",
    (spec) => spec.scheme,
    (values) => `conflicting scheme: ${goSet(values)}`,
  );
  return schemeOf(config, scheme);
}

const IP_ADDRESS_TYPES: readonly string[] = ["ipv4", "dualstack", "dualstack-without-public-ipv4"];

/** Address family of the group's load balancer. @throws Error when members disagree. */
export function buildIpAddressType({ group }: BuildContext): string {
  const type = groupSetting(
    group.members,
    "ip-address-type",
    (spec) => spec.ipAddressType,
    (values) => `conflicting IPAddressType: ${goList(values)}`,
  );
  if (type === undefined) return "ipv4";
  if (!IP_ADDRESS_TYPES.includes(type)) throw new Error(`unknown IPAddressType: ${type}`);
  return type;
}

/**
 * The subnets that class or annotations name, or those of the load balancer that is there already, or those that
 * discovery finds.
 */
export function buildSubnets(context: BuildContext, scheme: Scheme): readonly string[] {
  const { group, subnets, ipAddressType } = context;
  const selectors = group.members.flatMap(({ params }) => params?.spec?.subnets ?? []);
  const named = group.members
    .filter(({ params }) => params?.spec?.subnets === undefined)
    .flatMap(({ ingress }) => {
      const list = listOf(ingress.metadata.annotations, "subnets");
      return list === undefined ? [] : [list];
    });
  const [selector] = selectors;
  if (selector !== undefined) {
    if (named.length > 0) {
      throw new Error("conflicting subnet specifications: IngressClassParams versus annotation");
    }
    if (!selectors.every((other) => isDeepStrictEqual(other, selector))) {
      throw new Error("conflicting IngressClassParams subnet specifications");
    }
    return subnets.bySelector(selector, ipAddressType);
  }
  const [list] = named;
  if (list !== undefined) {
    for (const other of named.slice(1)) {
      if (!sameElements(list, other)) {
        throw new Error(`conflicting subnets: ${goList(list)} | ${goList(other)}`);
      }
    }
    return subnets.byNameOrId(list, ipAddressType);
  }
  const [present] = context.loadBalancers.ofStack(group.id);
  if (present !== undefined && present.object.Scheme === scheme) {
    return present.object.AvailabilityZones.map(({ SubnetId }) => SubnetId);
  }
  return labelled("couldn't auto-discover subnets", () => subnets.discover(scheme, ipAddressType));
}

/** @throws NotSimulated for annotations and class parameters that are not modelled. */
export function refuseUnmodelled(members: readonly ClassifiedIngress[]): void {
  for (const { ingress, params } of members) {
    const annotations = ingress.metadata.annotations;
    for (const name of ANNOTATIONS_NOT_SIMULATED) {
      if (stringOf(annotations, name) !== undefined) throw new NotSimulated(`ingress annotation ${name}`);
    }
    for (const name of ["enable-frontend-nlb", "create-acm-cert"]) {
      if (booleanOf(annotations, name) === true) throw new NotSimulated(`ingress annotation ${name}`);
    }
    for (const field of [
      "wafv2AclArn",
      "wafv2AclName",
      "minimumLoadBalancerCapacity",
      "ipamConfiguration",
    ] as const) {
      if (params?.spec?.[field] !== undefined) throw new NotSimulated(`IngressClassParams spec.${field}`);
    }
  }
}

function nameOf({ config, group }: BuildContext, scheme: Scheme): string {
  const explicit = groupSetting(
    group.members,
    "load-balancer-name",
    (spec) => spec.loadBalancerName || undefined,
    (values) => `conflicting load balancer name: ${goSet(values)}`,
  );
  return explicit === undefined
    ? loadBalancerName(config.clusterName, group.id, scheme)
    : checkedName(explicit);
}

/** Attributes of all members; where they differ, only the class can decide. */
function loadBalancerAttributes(members: readonly ClassifiedIngress[]): Tags {
  return mergedMaps(
    members,
    ({ ingress }) => mapOf(ingress.metadata.annotations, "load-balancer-attributes") ?? {},
    (values) => `conflicting load balancer attributes ${values}`,
    keyValues(members[0]?.params?.spec?.loadBalancerAttributes),
  );
}

function sameElements(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
