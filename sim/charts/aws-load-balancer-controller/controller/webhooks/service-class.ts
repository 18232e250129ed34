import type { AdmissionRequest, KubeObject } from "../../../../kubernetes/types.ts";
import type { ControllerConfig } from "../config.ts";
import type { Service } from "../kubernetes/objects.ts";

/**
 * Gives new Services of type LoadBalancer the controller's class, so that Kubernetes' own controller leaves them
 * alone, and keeps a class that an update forgets. A Service that only becomes one of that type later is not touched.
 */
export function withLoadBalancerClass(
  { loadBalancerClass }: ControllerConfig,
  { operation, object, oldObject }: AdmissionRequest,
): KubeObject {
  const { spec } = object as Service;
  if (spec.type !== "LoadBalancer" || spec.loadBalancerClass) return object;
  const before = (oldObject as Service | undefined)?.spec.loadBalancerClass;
  const wanted = operation === "CREATE" ? loadBalancerClass : before;
  return wanted ? { ...object, spec: { ...spec, loadBalancerClass: wanted } } : object;
}
