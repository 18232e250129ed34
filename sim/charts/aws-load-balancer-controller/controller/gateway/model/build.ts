import { NotSimulated } from "../../../../../core/errors.ts";
import type { Gateway, GatewayListener, LoadBalancerSpec } from "../../kubernetes/gateway-objects.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import { labelled } from "../../labelled.ts";
import {
  LOAD_BALANCER,
  MANAGED_SECURITY_GROUP,
  MANAGED_SECURITY_GROUP_DESCRIPTION,
  type Reference,
  type Scheme,
  type SecurityGroupResource,
  type Stack,
} from "../../model.ts";
import type { ModelSources } from "../../model-sources.ts";
import { gatewayLoadBalancerName, gatewaySecurityGroupName } from "../../names.ts";
import { listenerPermissions } from "../../networking/listener-permissions.ts";
import { resolveSecurityGroups } from "../../networking/security-group-names.ts";
import { keyValues, withDefaultTags } from "../../tags.ts";
import type { GatewayConfiguration } from "../configuration.ts";
import type { Attachments } from "../routes.ts";
import type { BuildContext } from "./context.ts";
import { buildListeners } from "./listeners.ts";
import { stackId } from "./target-group.ts";

/** What of a LoadBalancerConfiguration is not modelled. */
const NOT_SIMULATED = [
  "customerOwnedIpv4Pool",
  "enableICMP",
  "ipv4IPAMPoolId",
  "minimumLoadBalancerCapacity",
  "shieldConfiguration",
  "wafV2",
] as const satisfies readonly (keyof LoadBalancerSpec)[];

/**
 * What AWS is to look like for a Gateway: its load balancer is there with or without routes. Facts:
 * pkg/gateway/model/base_model_builder.go.
 *
 * @throws Error as shown in the event FailedBuildModel.
 */
export function buildGatewayModel(
  sources: ModelSources,
  gateway: Gateway,
  { spec, defaults }: GatewayConfiguration,
  { valid, routes }: { readonly valid: readonly GatewayListener[]; readonly routes: Attachments },
): Stack {
  refuseUnmodelled(gateway, spec);
  const scheme = spec.scheme ?? (sources.config.defaultLoadBalancerScheme as Scheme);
  const ipAddressType = spec.ipAddressType ?? "ipv4";
  const subnetIds = buildSubnets(sources, gateway, spec, { scheme, ipAddressType });
  const securityGroups = buildSecurityGroups(sources, gateway, spec, valid);
  const context: BuildContext = {
    ...sources,
    gateway,
    spec,
    defaults,
    ipAddressType,
    backendSource: securityGroups.backendSource,
    targetGroups: new Map(),
    bindings: [],
  };
  const listeners = buildListeners(context, valid, routes.byPort);
  return {
    ...emptyStack(gateway),
    securityGroups: securityGroups.managed === undefined ? [] : [securityGroups.managed],
    targetGroups: [...context.targetGroups.values()],
    loadBalancer: {
      resourceId: LOAD_BALANCER,
      type: "application",
      name:
        spec.loadBalancerName ??
        gatewayLoadBalancerName(sources.config.clusterName, identity(gateway), scheme),
      scheme,
      ipAddressType,
      subnetIds,
      securityGroups: securityGroups.references,
      attributes: keyValues(spec.loadBalancerAttributes),
      tags: withDefaultTags(sources.config, spec.tags ?? {}),
    },
    listeners,
    bindings: context.bindings,
  };
}

/** What is left of a Gateway that is deleted. @throws Error with deletion protection. */
export function buildDeletion(gateway: Gateway, { spec }: GatewayConfiguration): Stack {
  const isProtected = keyValues(spec.loadBalancerAttributes)["deletion_protection.enabled"] === "true";
  if (isProtected) {
    throw new Error(
      `Unable to delete gateway ${namespacedName(gateway)} because deletion protection is enabled.`,
    );
  }
  return emptyStack(gateway);
}

function emptyStack(gateway: Gateway): Stack {
  return { id: stackId(gateway), securityGroups: [], targetGroups: [], listeners: [], bindings: [] };
}

function refuseUnmodelled(gateway: Gateway, spec: LoadBalancerSpec): void {
  const field = NOT_SIMULATED.find((name) => spec[name] !== undefined);
  if (field !== undefined) throw new NotSimulated(`${field} of a LoadBalancerConfiguration`);
  const { allowedListeners, infrastructure } = gateway.spec;
  if (allowedListeners !== undefined) throw new NotSimulated("ListenerSets of a Gateway");
  if (infrastructure?.labels !== undefined) throw new NotSimulated("labels of a Gateway's infrastructure");
  if (gateway.metadata.annotations?.["gateway.k8s.aws/dry-run"] === "true") {
    throw new NotSimulated("a Gateway's dry run");
  }
}

/** Those that the configuration names, or those of the load balancer that is there already, or those that are discovered. */
function buildSubnets(
  { subnets, loadBalancers }: ModelSources,
  gateway: Gateway,
  spec: LoadBalancerSpec,
  { scheme, ipAddressType }: { readonly scheme: Scheme; readonly ipAddressType: string },
): readonly string[] {
  const named = spec.loadBalancerSubnets?.map(({ identifier }) => identifier);
  if (named !== undefined) return subnets.byNameOrId(named, ipAddressType);
  const tags = spec.loadBalancerSubnetsSelector;
  if (tags !== undefined) return subnets.bySelector({ tags }, ipAddressType);
  const [present] = loadBalancers.ofStack(stackId(gateway));
  if (present?.object.Scheme === scheme) {
    return present.object.AvailabilityZones.map(({ SubnetId }) => SubnetId);
  }
  return labelled("couldn't auto-discover subnets", () => subnets.discover(scheme, ipAddressType));
}

interface SecurityGroups {
  readonly references: readonly Reference[];
  readonly backendSource: Reference | undefined;
  readonly managed?: SecurityGroupResource;
}

/** Facts: pkg/gateway/model/model_build_security_group.go. */
function buildSecurityGroups(
  { config, aws, backendSecurityGroup }: ModelSources,
  gateway: Gateway,
  spec: LoadBalancerSpec,
  listeners: readonly GatewayListener[],
): SecurityGroups {
  const backend = (): Reference => ({ id: backendSecurityGroup.get([gateway]) });
  const named = spec.securityGroups ?? [];
  if (named.length === 0) {
    const managed = managedGroup(config, gateway, spec, listeners);
    const own: Reference = { resource: MANAGED_SECURITY_GROUP };
    const source = config.enableBackendSecurityGroup ? backend() : own;
    return { managed, backendSource: source, references: source === own ? [own] : [own, source] };
  }
  const references: Reference[] = resolveSecurityGroups(aws, config.vpcId, named).map((id) => ({ id }));
  if (spec.manageBackendSecurityGroupRules !== true) return { references, backendSource: undefined };
  if (!config.enableBackendSecurityGroup) {
    throw new Error(
      "backendSG feature is required to manage worker node SG rules when frontendSG manually specified",
    );
  }
  const source = backend();
  return { references: [...references, source], backendSource: source };
}

function managedGroup(
  config: ModelSources["config"],
  gateway: Gateway,
  spec: LoadBalancerSpec,
  listeners: readonly GatewayListener[],
): SecurityGroupResource {
  const ranges = spec.sourceRanges ?? ["0.0.0.0/0", "::/0"];
  const sources = {
    cidrs: ranges.filter((range) => !range.includes(":")),
    ipv6Cidrs: ranges.filter((range) => range.includes(":")),
    prefixLists: spec.securityGroupPrefixes ?? [],
  };
  const ipv6 = (spec.ipAddressType ?? "ipv4") !== "ipv4";
  return {
    resourceId: MANAGED_SECURITY_GROUP,
    name: gatewaySecurityGroupName(config.clusterName, identity(gateway)),
    description: MANAGED_SECURITY_GROUP_DESCRIPTION,
    tags: withDefaultTags(config, spec.tags ?? {}),
    ingress: listeners.flatMap(({ port }) => listenerPermissions({ port, ...sources }, ipv6)),
  };
}

function identity(gateway: Gateway) {
  return { ...stackId(gateway), uid: gateway.metadata.uid };
}
