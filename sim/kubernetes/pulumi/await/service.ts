/** When a Service counts as ready: provider/pkg/await/service.go of Pulumi's Kubernetes provider. */
import type { Service } from "../../objects.ts";
import { notReady, present, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { endpointsOf, Settlement } from "./endpoints.ts";

export function serviceCondition(awaited: AwaitedObject): AwaitCondition {
  const { cluster, written } = awaited;
  const { namespace = "default", name } = written.metadata;
  const settlement = new Settlement(cluster);
  const service = () => present(awaited) as Service | undefined;
  const endpoints = () => endpointsOf(cluster, namespace, name);
  const pending = () =>
    endpoints()?.some(({ conditions }) => !conditions.ready && !conditions.terminating) ?? false;

  return {
    done() {
      const now = service();
      if (now === undefined || !isAllocated(now)) return false;
      if (!selectsPods(now)) return true;
      return settlement.settled(endpoints()) && !pending();
    },
    acceptable() {
      const now = service();
      return now !== undefined && isAllocated(now) && !pending();
    },
    timeoutMessage: notReady(awaited),
    problems() {
      const now = service();
      if (now === undefined || isHeadless(now) || now.spec.type === "ExternalName") return [];
      return [
        ...(endpoints()?.some(({ conditions }) => conditions.ready)
          ? []
          : [
              "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
            ]),
        ...(isAllocated(now)
          ? []
          : ["Service was not allocated an IP address; does your cloud provider support this?"]),
      ];
    },
  };
}

/** A load balancer must have been found for a Service that asks for one. */
function isAllocated(service: Service): boolean {
  if (service.spec.type !== "LoadBalancer") return true;
  return (service.status?.loadBalancer?.ingress?.length ?? 0) > 0;
}

function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === "None";
}

function selectsPods(service: Service): boolean {
  const { selector, type } = service.spec;
  return type !== "ExternalName" && !isHeadless(service) && Object.keys(selector ?? {}).length > 0;
}
