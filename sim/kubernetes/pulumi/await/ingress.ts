/** When an Ingress counts as ready: provider/pkg/await/ingress.go of Pulumi's Kubernetes provider. */
import type { Ingress } from "../../objects.ts";
import { notReady, present, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { endpointsOf, Settlement } from "./endpoints.ts";

/** Without any endpoints in the namespace, the provider waits this long for the first. */
const GRACE_MS = 60_000;

export function ingressCondition(awaited: AwaitedObject): AwaitCondition {
  const { cluster, written } = awaited;
  const { clock } = cluster.cloud;
  const { namespace = "default" } = written.metadata;
  const settlement = new Settlement(cluster);
  const start = clock.now();
  clock.schedule(GRACE_MS, () => {});

  /** Endpoints need not be there for ever: once the others have settled, the provider only warns. */
  const haveSettled = () => {
    const slices = cluster.api.views("discovery.k8s.io/v1/EndpointSlice", { namespace });
    if (slices.length === 0) return clock.now() - start >= GRACE_MS;
    return settlement.settled(slices.map(({ metadata }) => metadata.resourceVersion));
  };
  const targetsReady = (ingress: Ingress) => {
    const settled = haveSettled();
    return settled || backendsOf(ingress).every((service) => hasTarget(awaited, namespace, service));
  };
  const done = () => {
    const ingress = present(awaited) as Ingress | undefined;
    return ingress !== undefined && hasAddress(ingress) && targetsReady(ingress);
  };

  return {
    done,
    acceptable: done,
    timeoutMessage: notReady(awaited),
    problems() {
      const ingress = present(awaited) as Ingress | undefined;
      if (ingress === undefined) return [];
      return [
        ...(targetsReady(ingress)
          ? []
          : ["Ingress has at least one rule with an unavailable target endpoint."]),
        ...(hasAddress(ingress)
          ? []
          : [
              "Ingress .status.loadBalancer field was not updated with a hostname/IP address. \n    for more information about this error, see https://pulumi.io/xdv72s",
            ]),
      ];
    },
  };
}

function hasAddress(ingress: Ingress): boolean {
  return (ingress.status?.loadBalancer?.ingress?.length ?? 0) > 0;
}

function hasTarget({ cluster }: AwaitedObject, namespace: string, name: string): boolean {
  const service = cluster.api.view("v1/Service", namespace, name);
  return service?.spec.type === "ExternalName" || endpointsOf(cluster, namespace, name) !== undefined;
}

/** Names of the Services that the rules point to. */
function backendsOf(ingress: Ingress): string[] {
  const rules = ingress.spec?.rules ?? [];
  const paths = rules.flatMap(({ http }) => http?.paths ?? []);
  return paths.flatMap(({ backend }) => (backend?.service?.name ? [backend.service.name] : []));
}
