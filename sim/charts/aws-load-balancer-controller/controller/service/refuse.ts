import { NotSimulated } from "../../../../core/errors.ts";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { SERVICE, type Service } from "../kubernetes/objects.ts";

const TYPE_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-type";
const TARGET_TYPE_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";

/**
 * Network Load Balancers for Services are not simulated: a Service that the controller would make one for is
 * NotSimulated. Facts: pkg/service/service_utils.go.
 */
export function serviceController(reader: KubeReader, config: ControllerConfig): ControllerDefinition {
  return {
    name: "service",
    kind: SERVICE,
    reconcile: (key) => {
      const { namespace, name } = splitKey(key);
      const service = reader.find(SERVICE, namespace, name);
      if (service === undefined || !wantsLoadBalancer(service, config)) return;
      throw new NotSimulated("Network Load Balancer of a Service", `Service ${key}`);
    },
  };
}

function wantsLoadBalancer(
  { metadata, spec }: Service,
  { featureGates, loadBalancerClass }: ControllerConfig,
) {
  if (!featureGates.EnableServiceController) return false;
  if (featureGates.ServiceTypeLoadBalancerOnly && spec.type !== "LoadBalancer") return false;
  return spec.loadBalancerClass === undefined
    ? isAnnotated(metadata.annotations ?? {})
    : spec.loadBalancerClass === loadBalancerClass;
}

function isAnnotated(annotations: Readonly<Record<string, string>>): boolean {
  const type = annotations[TYPE_ANNOTATION];
  if (type === "nlb-ip") return true;
  return type === "external" && ["ip", "instance"].includes(annotations[TARGET_TYPE_ANNOTATION] ?? "");
}
