import { equal } from "../api/plain.ts";
import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import type { Service } from "../objects.ts";
import type { WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

const SERVICE = "v1/Service";

/** Annotation by which a Service without class says that another controller cares for it, and its values. */
const TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";
const OTHERS: readonly (string | undefined)[] = ["external", "nlb-ip"];

/**
 * EKS's own controller makes a Classic Load Balancer for a Service of type LoadBalancer that has no class. That is not
 * simulated: an event says so, and the Service stays without an address.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 */
export class CloudServiceController extends ClusterController {
  readonly name = "service-controller";
  readonly kind = SERVICE;
  override readonly watches = {
    [SERVICE]: ({ type, object, old }: WatchEvent<Service>) =>
      type === "DELETED" || equal(object.spec, old?.spec) ? [] : [namespacedName(object)],
  };

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const service = this.api.view(SERVICE, namespace, name);
    if (service === undefined || !isLegacy(service)) return;
    this.events.warning(
      service,
      "NotSimulated",
      "NotSimulated: EKS would make a Classic Load Balancer for a Service of type LoadBalancer without class. " +
        "With spec.loadBalancerClass service.k8s.aws/nlb, AWS Load Balancer Controller makes a Network Load Balancer. " +
        "The class can only be given when the Service is created.",
    );
  }
}

function isLegacy({ metadata, spec }: Service): boolean {
  if (spec.type !== "LoadBalancer" || spec.loadBalancerClass !== undefined) return false;
  return !OTHERS.includes(metadata.annotations?.[TYPE]);
}
