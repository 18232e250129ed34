import { NotSimulated } from "../../../../core/errors.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";
import type { ControllerConfig } from "../config.ts";
import { namespacedName, type Service } from "../kubernetes/objects.ts";

const TYPE_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-type";
const TARGET_TYPE_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";

/**
 * Network Load Balancers for Services are not simulated.
 *
 * @throws NotSimulated for a Service that the controller would make one for. Facts: pkg/service/service_utils.go.
 */
export function refuseLoadBalancerService(object: KubeObject, config: ControllerConfig): void {
  if (object.kind !== "Service" || !config.featureGates.EnableServiceController) return;
  const service = object as Service;
  const { loadBalancerClass, type } = service.spec;
  if (config.featureGates.ServiceTypeLoadBalancerOnly && type !== "LoadBalancer") return;
  const ours =
    loadBalancerClass === undefined
      ? isAnnotated(service.metadata.annotations ?? {})
      : loadBalancerClass === config.loadBalancerClass;
  if (ours)
    throw new NotSimulated("Network Load Balancer of a Service", `Service ${namespacedName(service)}`);
}

function isAnnotated(annotations: Readonly<Record<string, string>>): boolean {
  const type = annotations[TYPE_ANNOTATION];
  if (type === "nlb-ip") return true;
  return type === "external" && ["ip", "instance"].includes(annotations[TARGET_TYPE_ANNOTATION] ?? "");
}
