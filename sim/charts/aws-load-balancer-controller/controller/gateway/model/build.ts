import { NotSimulated } from "../../../../../core/errors.ts";
import type { Gateway, LoadBalancerSpec } from "../../kubernetes/gateway-objects.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import { labelled } from "../../labelled.ts";
import {
  emptyStack,
  identityOf,
  LOAD_BALANCER,
  MANAGED_SECURITY_GROUP,
  MANAGED_SECURITY_GROUP_DESCRIPTION,
  type Reference,
  type Scheme,
  type SecurityGroupResource,
  stackIdOf,
  type Stack,
} from "../../model.ts";
import type { ModelSources } from "../../model-sources.ts";
import { ownLoadBalancerName, ownSecurityGroupName } from "../../names.ts";
import { listenerPermissions } from "../../networking/listener-permissions.ts";
import { keyValues, withDefaultTags } from "../../tags.ts";
import { refuseOtherFields, type GatewayConfiguration } from "../configuration.ts";
import type { Attachments } from "../routes.ts";
import type { BuildContext } from "./context.ts";
import { buildListeners } from "./listeners.ts";

/** What of a LoadBalancerConfiguration is modelled. */
const SIMULATED = [
  "defaultTargetGroupConfiguration",
  "listenerConfigurations",
  "loadBalancerAttributes",
  "loadBalancerName",
  "loadBalancerSubnets",
  "mergingMode",
  "scheme",
  "sourceRanges",
  "tags",
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
  routes: Attachments["byPort"],
): Stack {
  refuseUnmodelled(sources, gateway, spec);
  const scheme = spec.scheme ?? sources.config.defaultLoadBalancerScheme;
  const subnetIds = buildSubnets(sources, gateway, spec, scheme);
  const managedGroup = buildSecurityGroup(sources, gateway, spec);
  const backendSource: Reference = { id: sources.backendSecurityGroup.get([gateway]) };
  const context: BuildContext = {
    ...sources,
    gateway,
    spec,
    defaults,
    backendSource,
    targetGroups: new Map(),
    bindings: [],
  };
  const listeners = buildListeners(context, routes);
  return {
    ...emptyStack(stackIdOf(gateway)),
    securityGroups: [managedGroup],
    targetGroups: [...context.targetGroups.values()],
    loadBalancer: {
      resourceId: LOAD_BALANCER,
      type: "application",
      name:
        spec.loadBalancerName ?? ownLoadBalancerName(sources.config.clusterName, identityOf(gateway), scheme),
      scheme,
      ipAddressType: "ipv4",
      subnetIds,
      securityGroups: [{ resource: MANAGED_SECURITY_GROUP }, backendSource],
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
  return emptyStack(stackIdOf(gateway));
}

function refuseUnmodelled({ config }: ModelSources, gateway: Gateway, spec: LoadBalancerSpec): void {
  if (!config.enableBackendSecurityGroup) throw new NotSimulated("a Gateway without a backend group");
  refuseOtherFields("LoadBalancerConfiguration", spec, SIMULATED);
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
  scheme: Scheme,
): readonly string[] {
  const named = spec.loadBalancerSubnets?.map(({ identifier }) => identifier);
  if (named !== undefined) return subnets.byNameOrId(named, "ipv4");
  const [present] = loadBalancers.ofStack(stackIdOf(gateway));
  if (present?.object.Scheme === scheme) {
    return present.object.AvailabilityZones.map(({ SubnetId }) => SubnetId);
  }
  return labelled("couldn't auto-discover subnets", () => subnets.discover(scheme, "ipv4"));
}

/** Who may connect. Facts: pkg/gateway/model/model_build_security_group.go. */
function buildSecurityGroup(
  { config }: ModelSources,
  gateway: Gateway,
  spec: LoadBalancerSpec,
): SecurityGroupResource {
  const ranges = spec.sourceRanges ?? ["0.0.0.0/0", "::/0"];
  const sources = {
    cidrs: ranges.filter((range) => !range.includes(":")),
    ipv6Cidrs: ranges.filter((range) => range.includes(":")),
    prefixLists: [],
  };
  return {
    resourceId: MANAGED_SECURITY_GROUP,
    name: ownSecurityGroupName(config.clusterName, identityOf(gateway)),
    description: MANAGED_SECURITY_GROUP_DESCRIPTION,
    tags: withDefaultTags(config, spec.tags ?? {}),
    ingress: gateway.spec.listeners.flatMap(({ port }) => listenerPermissions({ port, ...sources }, false)),
  };
}
