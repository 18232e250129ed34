import { hasFinalizer } from "../../../../kubernetes/controller-runtime/finalizers.ts";
import type { ControllerConfig } from "../config.ts";
import { isDeleting, type Service } from "../kubernetes/objects.ts";
import { annotationsOf, stringOf } from "./annotations.ts";

/** Of Services that have a load balancer. */
export const SERVICE_FINALIZER = "service.k8s.aws/resources";

/** Whether the controller makes a load balancer for the Service. Facts: pkg/service/service_utils.go. */
export function wantsLoadBalancer(
  service: Service,
  { featureGates, loadBalancerClass }: ControllerConfig,
): boolean {
  const { spec } = service;
  if (isDeleting(service)) return false;
  if (featureGates.ServiceTypeLoadBalancerOnly && spec.type !== "LoadBalancer") return false;
  return spec.loadBalancerClass === undefined
    ? isAnnotated(service)
    : spec.loadBalancerClass === loadBalancerClass;
}

/** Whether there may be something of the Service's to take away. */
export function isPendingFinalization(service: Service): boolean {
  return hasFinalizer(service, SERVICE_FINALIZER);
}

function isAnnotated(service: Service): boolean {
  const annotations = annotationsOf(service);
  const type = stringOf(annotations, "aws-load-balancer-type");
  const targetType = stringOf(annotations, "aws-load-balancer-nlb-target-type") ?? "";
  return type === "nlb-ip" || (type === "external" && ["ip", "instance"].includes(targetType));
}
