import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import { addFinalizer, removeFinalizer } from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  GATEWAY,
  GATEWAY_CLASS,
  LOAD_BALANCER_CONFIGURATION,
  type LoadBalancerConfiguration,
} from "../kubernetes/gateway-objects.ts";
import { isDeleting, namespacedName } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import { refersTo } from "./configuration.ts";

const FINALIZER = "gateway.k8s.aws/loadbalancerconfigurations";

/** A configuration that a Gateway uses must not go before it. */
export function protectConfiguration(api: KubernetesApi, configuration: LoadBalancerConfiguration): void {
  if (!isDeleting(configuration)) addFinalizer(api, configuration, FINALIZER);
}

/** Lets configurations go that nothing refers to. Facts: controllers/gateway/loadbalancer_configuration_controller.go. */
export function configurationController(
  api: KubernetesApi,
  reader: KubeReader,
  log: Log,
): ControllerDefinition {
  const all = () => reader.list(LOAD_BALANCER_CONFIGURATION).filter(isDeleting).map(namespacedName);
  return {
    name: "aws-lbc-loadbalancerconfiguration-controller",
    kind: LOAD_BALANCER_CONFIGURATION,
    watches: { [GATEWAY]: all, [GATEWAY_CLASS]: all },
    reconcile: (key) => {
      const { namespace, name } = splitKey(key);
      const found = reader.find(LOAD_BALANCER_CONFIGURATION, namespace, name);
      if (found === undefined) return;
      if (!isDeleting(found)) return protectConfiguration(api, found);
      const users = [...reader.list(GATEWAY), ...reader.list(GATEWAY_CLASS)];
      if (users.some((user) => refersTo(user, found))) {
        throw new Error(`loadbalancer configuration [${key}] is still in use`);
      }
      removeFinalizer(api, found, FINALIZER);
    },
    onError: logFailures(log, "aws-lbc-loadbalancerconfiguration-controller"),
  };
}
