import { NotSimulated } from "../../../../core/errors.ts";
import { namespacedName, type Service } from "../kubernetes/objects.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  LOAD_BALANCER_CONFIGURATION,
  TARGET_GROUP_CONFIGURATION,
  type Gateway,
  type GatewayClass,
  type LoadBalancerConfiguration,
  type LoadBalancerSpec,
  type TargetGroupConfiguration,
  type TargetGroupProps,
} from "../kubernetes/gateway-objects.ts";

/** Annotation of a class: the versions of the configurations that the controller has seen of it. */
export const LAST_PROCESSED = "elbv2.k8s.aws/last-processed-config";

/** What the annotation has to be for a Gateway to go on. */
export function processedVersion(
  configuration: LoadBalancerConfiguration | undefined,
  defaults: TargetGroupConfiguration | undefined,
): string {
  return [configuration, defaults].flatMap((object) => object?.metadata.resourceVersion ?? []).join("-");
}

/** What class and Gateway say together. */
export interface GatewayConfiguration {
  readonly spec: LoadBalancerSpec;
  /** For target groups that no configuration of their Service says otherwise of. */
  readonly defaults: TargetGroupConfiguration | undefined;
  /** Those that must not go while the Gateway is there. */
  readonly used: readonly LoadBalancerConfiguration[];
}

/**
 * The configurations of a Gateway and of its class, merged: the class goes first unless it says otherwise. Facts:
 * controllers/gateway/config_resolver.go, pkg/gateway/lb_config_merger.go.
 *
 * @throws Error as the Gateway's status shows it.
 */
export function resolveConfiguration(
  reader: KubeReader,
  gateway: Gateway,
  gatewayClass: GatewayClass,
): GatewayConfiguration {
  const className = gatewayClass.metadata.name;
  const accepted = gatewayClass.status?.conditions?.find(({ type }) => type === "Accepted");
  if (accepted?.status !== "True") {
    throw new Error(`Unable to materialize gateway when gateway class [${className}] is not accepted`);
  }
  const ofClass = classConfiguration(reader, gatewayClass);
  const reference = gateway.spec.infrastructure?.parametersRef;
  const ofGateway =
    reference && reader.get(LOAD_BALANCER_CONFIGURATION, gateway.metadata.namespace, reference.name);
  const gatewayFirst = ofClass?.spec?.mergingMode === "prefer-gateway";
  const [high, low] = gatewayFirst ? [ofGateway, ofClass] : [ofClass, ofGateway];
  return {
    spec: mergeSpecs(high?.spec ?? {}, low?.spec ?? {}),
    defaults: mergeDefaults(defaultsOf(reader, high), defaultsOf(reader, low)),
    used: [ofClass, ofGateway].filter((configuration) => configuration !== undefined),
  };
}

function classConfiguration(
  reader: KubeReader,
  gatewayClass: GatewayClass,
): LoadBalancerConfiguration | undefined {
  const reference = gatewayClass.spec.parametersRef;
  if (reference === undefined) return undefined;
  const { name, annotations } = gatewayClass.metadata;
  const found = reader.get(LOAD_BALANCER_CONFIGURATION, reference.namespace, reference.name);
  const latest = processedVersion(found, defaultsOf(reader, found));
  const processed = annotations?.[LAST_PROCESSED] ?? "";
  if (processed === latest) return found;
  throw new Error(
    `GatewayClass [${name}] hasn't processed latest loadbalancer config. Processed version ${processed}, Latest version ${latest}`,
  );
}

/** The target groups' defaults that a configuration refers to. */
export function defaultsOf(
  reader: KubeReader,
  configuration: LoadBalancerConfiguration | undefined,
): TargetGroupConfiguration | undefined {
  const name = configuration?.spec?.defaultTargetGroupConfiguration?.name;
  if (configuration === undefined || name === undefined) return undefined;
  return reader.get(TARGET_GROUP_CONFIGURATION, configuration.metadata.namespace, name);
}

function mergeSpecs(high: LoadBalancerSpec, low: LoadBalancerSpec): LoadBalancerSpec {
  return {
    ...low,
    ...high,
    tags: { ...low.tags, ...high.tags },
    loadBalancerAttributes: byField("key", low.loadBalancerAttributes, high.loadBalancerAttributes),
    listenerConfigurations: byField("protocolPort", low.listenerConfigurations, high.listenerConfigurations),
  };
}

function mergeDefaults(
  high: TargetGroupConfiguration | undefined,
  low: TargetGroupConfiguration | undefined,
): TargetGroupConfiguration | undefined {
  if (high === undefined || low === undefined) return high ?? low;
  const defaultConfiguration = mergeProps(high.spec.defaultConfiguration, low.spec.defaultConfiguration);
  return { ...high, spec: { ...high.spec, ...(defaultConfiguration && { defaultConfiguration }) } };
}

/** What of a TargetGroupConfiguration is modelled. */
const SIMULATED = [
  "enableMultiCluster",
  "healthCheckConfig",
  "protocol",
  "protocolVersion",
  "tags",
  "targetGroupAttributes",
  "targetType",
] as const satisfies readonly (keyof TargetGroupProps)[];

/** @throws NotSimulated for a field that is not modelled. */
export function refuseOtherFields(kind: string, given: object, simulated: readonly string[]): void {
  const field = Object.keys(given).find((name) => !simulated.includes(name));
  if (field !== undefined) throw new NotSimulated(`${field} of a ${kind}`);
}

/**
 * What a target group is to be like: what the Service's own configuration says, and else the Gateway's defaults. Field by
 * field, not deeper: a health check takes the place of the whole other one. Facts: pkg/gateway/tg_config_constructor.go.
 *
 * @throws NotSimulated
 */
export function targetGroupProps(
  reader: KubeReader,
  { metadata: { namespace = "", name } }: Service,
  defaults: TargetGroupConfiguration | undefined,
): TargetGroupProps {
  const own = reader
    .list(TARGET_GROUP_CONFIGURATION, { namespace })
    .find(({ spec }) => spec.targetReference?.name === name);
  const props = mergeProps(propsOf(own), propsOf(defaults)) ?? {};
  refuseOtherFields("TargetGroupConfiguration", props, SIMULATED);
  return props;
}

function propsOf(configuration: TargetGroupConfiguration | undefined): TargetGroupProps | undefined {
  const { targetReference, routeConfigurations = [], defaultConfiguration } = configuration?.spec ?? {};
  if (routeConfigurations.length > 0 || (targetReference?.kind ?? "Service") !== "Service") {
    throw new NotSimulated("a TargetGroupConfiguration for routes or a Gateway");
  }
  return defaultConfiguration;
}

function mergeProps(
  high: TargetGroupProps | undefined,
  low: TargetGroupProps | undefined,
): TargetGroupProps | undefined {
  if (high === undefined || low === undefined) return high ?? low;
  return {
    ...low,
    ...high,
    tags: { ...low.tags, ...high.tags },
    targetGroupAttributes: byField("key", low.targetGroupAttributes, high.targetGroupAttributes),
  };
}

/** Entries of both lists, those of the second before those of the first, in the order of a field. */
function byField<K extends string, T extends { readonly [Key in K]: string }>(
  field: K,
  low: readonly T[] = [],
  high: readonly T[] = [],
): readonly T[] {
  const entries = new Map([...low, ...high].map((entry) => [entry[field] as string, entry]));
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** Whether a Gateway or a class refers to a configuration. */
export function refersTo(gateway: Gateway | GatewayClass, configuration: LoadBalancerConfiguration): boolean {
  const reference =
    "listeners" in gateway.spec ? gateway.spec.infrastructure?.parametersRef : gateway.spec.parametersRef;
  if (reference === undefined) return false;
  const namespace = "namespace" in reference ? reference.namespace : gateway.metadata.namespace;
  return `${namespace ?? ""}/${reference.name}` === namespacedName(configuration);
}
