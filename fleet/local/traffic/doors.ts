import type { ListenerRecord } from "../../../sim/aws/elbv2/records.ts";
import { isApplicationListener } from "../../../sim/data-plane/application-listener.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { whyNotCarried } from "../../../sim/data-plane/network-table.ts";
import { certificatesOf } from "../../../sim/data-plane/tls/certificates.ts";
import type { ServedProtocol } from "../report.ts";
import { admittedOrigins } from "./admitted-address.ts";
import { aNameOf, MADE_UP_HOST, type Origins } from "./sample-request.ts";

/** A listener that answers on loopback, and who may come to it. */
export interface Door {
  readonly listenerArn: string;
  readonly protocol: ServedProtocol;
  readonly port: number;
  readonly origins: Origins;
}

/** So many names of certificates are tried where a rule does not say a host. */
const NAMES = 5;

/** The listeners of a load balancer, those for HTTP first, and those that are not simulated. */
export function doorsOf(
  cloud: Cloud,
  loadBalancerArn: string,
): { readonly doors: readonly Door[]; readonly notTested: readonly string[] } {
  const listeners = elbv2State(cloud).listeners.where((one) => one.loadBalancerArn === loadBalancerArn);
  const isServed = (one: ListenerRecord): one is Served => whyNotServed(cloud, one) === undefined;
  const served = listeners.filter(isServed);
  const names = served.flatMap((one) => namesOf(cloud, one)).slice(0, NAMES);
  const doors = served.map(({ arn, protocol, port }): Door => {
    const origins = admittedOrigins(cloud, loadBalancerArn, port);
    // Who is led from HTTP to HTTPS must ask for a name there, too.
    const hosts = names.length === 0 ? origins.hosts : [...names, MADE_UP_HOST];
    return { listenerArn: arn, protocol, port, origins: { ...origins, hosts } };
  });
  return {
    doors: doors.sort((a, b) => a.protocol.localeCompare(b.protocol) || a.port - b.port),
    notTested: listeners.flatMap((one) => {
      const reason = whyNotServed(cloud, one);
      return reason === undefined ? [] : [`${one.protocol} on port ${one.port}${reason}`];
    }),
  };
}

type Served = ListenerRecord & { readonly protocol: ServedProtocol };

/** Undefined for a listener that the data plane answers for; else what to say behind its name. */
function whyNotServed(cloud: Cloud, one: ListenerRecord): string | undefined {
  if (isApplicationListener(one)) return hasMutualTls(one) ? " with mutual TLS" : undefined;
  if (whyNotCarried(cloud, one) === undefined) return undefined;
  return one.protocol === "UDP" ? "" : " with TLS to its targets";
}

function hasMutualTls({ mutualAuthentication }: ListenerRecord): boolean {
  return (mutualAuthentication?.Mode ?? "off") !== "off";
}

/** Names that clients may ask for, one for each wildcard. */
function namesOf(cloud: Cloud, listener: ListenerRecord): string[] {
  const names = certificatesOf(cloud, listener).flatMap((certificate) => certificate.names);
  return [...new Set(names.map(aNameOf))];
}
