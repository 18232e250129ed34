import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import { addFinalizer, removeFinalizer } from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { Clock } from "../../../../core/clock.ts";
import { NotSimulated } from "../../../../core/errors.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  ALB_CONTROLLER,
  GATEWAY,
  GATEWAY_CLASS,
  LOAD_BALANCER_CONFIGURATION,
  TARGET_GROUP_CONFIGURATION,
  type GatewayClass,
} from "../kubernetes/gateway-objects.ts";
import { isDeleting, namespacedName } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import { defaultsOf, LAST_PROCESSED, processedVersion } from "./configuration.ts";
import { withCondition } from "./conditions.ts";

const FINALIZER = "gateway.k8s.aws/gatewayclass";

/** What the controller of classes needs. */
export interface ClassOptions {
  readonly api: KubernetesApi;
  readonly reader: KubeReader;
  readonly clock: Clock;
  readonly log: Log;
}

/** Accepts classes, and lets them go when no Gateway is of them. Facts: controllers/gateway/gateway_class_controller.go. */
export function classController(options: ClassOptions): ControllerDefinition {
  const { reader, log } = options;
  const all = () => reader.list(GATEWAY_CLASS).map(namespacedName);
  return {
    name: "aws-lbc-gateway-class-controller",
    kind: GATEWAY_CLASS,
    watches: { [LOAD_BALANCER_CONFIGURATION]: all, [TARGET_GROUP_CONFIGURATION]: all },
    reconcile: (key) => {
      const found = reader.find(GATEWAY_CLASS, undefined, splitKey(key).name);
      if (found?.spec.controllerName !== ALB_CONTROLLER) return;
      if (isDeleting(found)) release(options, found);
      else accept(options, found);
    },
    onError: logFailures(log, "aws-lbc-gateway-class-controller"),
  };
}

/** @throws NotSimulated, Error */
function accept(options: ClassOptions, found: GatewayClass): void {
  const { api, reader } = options;
  const gatewayClass = addFinalizer(api, found, FINALIZER);
  const reference = gatewayClass.spec.parametersRef;
  const configuration =
    reference && reader.find(LOAD_BALANCER_CONFIGURATION, reference.namespace, reference.name);
  if (reference !== undefined && configuration === undefined) {
    throw new NotSimulated("a GatewayClass whose LoadBalancerConfiguration is not there");
  }
  const version = processedVersion(configuration, defaultsOf(reader, configuration));
  if (gatewayClass.metadata.annotations?.[LAST_PROCESSED] !== version) {
    const annotations = { [LAST_PROCESSED]: version };
    api.patch(GATEWAY_CLASS, undefined, gatewayClass.metadata.name, { metadata: { annotations } });
  }
  setAccepted(options, gatewayClass);
}

function setAccepted({ api, clock }: ClassOptions, { metadata, status }: GatewayClass): void {
  const conditions = withCondition(status?.conditions ?? [], clock, {
    type: "Accepted",
    status: "True",
    reason: "Accepted",
    message: "Accepted",
    observedGeneration: metadata.generation,
  });
  if (conditions === undefined) return;
  api.patch(GATEWAY_CLASS, undefined, metadata.name, { status: { conditions } }, "status");
}

function release({ api, reader }: ClassOptions, gatewayClass: GatewayClass): void {
  const { name } = gatewayClass.metadata;
  const inUse = reader.list(GATEWAY).some(({ spec }) => spec.gatewayClassName === name);
  if (inUse) {
    throw new Error(`unable to delete GatewayClass [${name}], as it is still referenced by Gateways`);
  }
  removeFinalizer(api, gatewayClass, FINALIZER);
}
