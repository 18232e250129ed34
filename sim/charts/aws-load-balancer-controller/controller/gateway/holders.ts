import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import { addFinalizer, removeFinalizer } from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { KubeObject, KubernetesApi } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  GATEWAY,
  GATEWAY_CLASS,
  LISTENER_RULE_CONFIGURATION,
  LOAD_BALANCER_CONFIGURATION,
  TARGET_GROUP_CONFIGURATION,
  type ListenerRuleConfiguration,
  type LoadBalancerConfiguration,
  type TargetGroupConfiguration,
} from "../kubernetes/gateway-objects.ts";
import { isDeleting, namespacedName, SERVICE } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import { refersTo } from "./configuration.ts";
import { allRoutes } from "./routes.ts";
import { forwardsTo } from "./watches.ts";
import { refersToRules } from "./rule-configuration.ts";

type Kind =
  typeof LOAD_BALANCER_CONFIGURATION | typeof TARGET_GROUP_CONFIGURATION | typeof LISTENER_RULE_CONFIGURATION;

/** How the controller keeps configurations of a kind from going before what uses them. */
interface Held {
  readonly kind: Kind;
  /** Says that one is still in use; undefined: it may go. */
  readonly use: (reader: KubeReader, object: never) => string | undefined;
  readonly accept?: (api: KubernetesApi, object: never) => void;
}

/** Facts: controllers/gateway/{loadbalancer,targetgroup,listenerrule}_configuration_controller.go. */
const HELD: readonly Held[] = [
  {
    kind: LOAD_BALANCER_CONFIGURATION,
    use: (reader, configuration: LoadBalancerConfiguration) =>
      isUsed(reader, configuration)
        ? `loadbalancer configuration [${namespacedName(configuration)}] is still in use`
        : undefined,
  },
  { kind: TARGET_GROUP_CONFIGURATION, use: useOfTargetGroups },
  {
    kind: LISTENER_RULE_CONFIGURATION,
    use: (reader, configuration: ListenerRuleConfiguration) =>
      allRoutes(reader).some((route) => refersToRules(route, configuration))
        ? `failed to remove finalizers as listener rule configuration [${namespacedName(configuration)}] is still in use`
        : undefined,
    accept: acceptRules,
  },
];

/** `loadbalancerconfiguration` */
function wordOf(kind: Kind): string {
  return kind.split("/").at(-1)!.toLowerCase();
}

function finalizerOf(kind: Kind): string {
  return `gateway.k8s.aws/${wordOf(kind)}s`;
}

/** A configuration that a Gateway uses must not go before it. */
export function protectConfiguration(api: KubernetesApi, configuration: LoadBalancerConfiguration): void {
  if (!isDeleting(configuration)) {
    addFinalizer(api, configuration, finalizerOf(LOAD_BALANCER_CONFIGURATION));
  }
}

/** Lets configurations go that nothing refers to. */
export function configurationControllers(
  api: KubernetesApi,
  reader: KubeReader,
  log: Log,
): readonly ControllerDefinition[] {
  return HELD.map(({ kind, use, accept }) => {
    const name = `aws-lbc-${wordOf(kind)}-controller`;
    return {
      name,
      kind,
      reconcile: (key) => {
        const { namespace, name: objectName } = splitKey(key);
        const found = reader.find(kind, namespace, objectName) as KubeObject | undefined;
        if (found === undefined) return;
        if (!isDeleting(found)) {
          const held = addFinalizer(api, found, finalizerOf(kind));
          accept?.(api, held as never);
          return;
        }
        const reason = use(reader, found as never);
        if (reason !== undefined) throw new Error(reason);
        removeFinalizer(api, found, finalizerOf(kind));
      },
      onError: logFailures(log, name),
    };
  });
}

function isUsed(reader: KubeReader, configuration: LoadBalancerConfiguration): boolean {
  return [...reader.list(GATEWAY), ...reader.list(GATEWAY_CLASS)].some((user) =>
    refersTo(user, configuration),
  );
}

/** One of a Service that is gone is not in use. */
function useOfTargetGroups(reader: KubeReader, configuration: TargetGroupConfiguration): string | undefined {
  const { namespace = "", name } = configuration.metadata;
  const { targetReference } = configuration.spec;
  const what = `targetgroup configuration [${namespace}/${name}] is still in use`;
  if (targetReference !== undefined) {
    const { name: service } = targetReference;
    const isServed =
      reader.find(SERVICE, namespace, service) !== undefined &&
      allRoutes(reader).some((route) => forwardsTo(route, namespace, service));
    return isServed ? what : undefined;
  }
  const users = reader
    .list(LOAD_BALANCER_CONFIGURATION, { namespace })
    .filter(({ spec }) => spec?.defaultTargetGroupConfiguration?.name === name)
    .filter((one) => isUsed(reader, one));
  if (users.length === 0) return undefined;
  return `default ${what} by LoadBalancerConfiguration [${users.map(namespacedName).join(", ")}]`;
}

/** Only a Secret that is missing would speak against one. */
function acceptRules(api: KubernetesApi, { metadata, status }: ListenerRuleConfiguration): void {
  const { namespace, name, generation } = metadata;
  if (status?.accepted === true && status.observedGeneration === generation) return;
  const accepted = { accepted: true, message: "Accepted", observedGeneration: generation };
  api.patch(LISTENER_RULE_CONFIGURATION, namespace, name, { status: accepted }, "status");
}
