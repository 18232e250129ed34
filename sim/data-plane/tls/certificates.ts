/** Which certificates a listener has to show, and which one a client gets to see. */
import { acmState } from "../../aws/acm/state.ts";
import type { ListenerRecord } from "../../aws/elbv2/records.ts";
import { rulesOf } from "../../aws/elbv2/rule/rule.ts";
import type { RuleCondition } from "../../aws/elbv2/shapes.ts";
import type { Cloud } from "../../core/cloud.ts";

export interface ServedCertificate {
  /** Exact ones and wildcards. */
  readonly names: readonly string[];
}

/** A certificate's name: letters, digits and hyphens, at most the first label a wildcard. */
const NAME = /^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+$/i;

/**
 * The certificates of a listener that can be shown, its default one first. What names a certificate has that was not requested
 * in this cloud is not known: it is taken to be for the hosts of the routes, and for localhost.
 */
export function certificatesOf(cloud: Cloud, listener: ListenerRecord): ServedCertificate[] {
  return listener.certificateArns.flatMap((arn) => {
    const requested = acmState(cloud).certificates.find(arn);
    if (requested === undefined) return [{ names: [...hostsOfRoutes(cloud, listener.arn), "localhost"] }];
    return requested.status === "ISSUED" ? [{ names: requested.names }] : [];
  });
}

/**
 * The certificate for a client that names a server, or none: the one for the name in the list, else the default one. Where several
 * are for the name an exact one comes first, then the order of the list; all are as good for the client.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
export function chooseCertificate(
  [byDefault, ...list]: readonly ServedCertificate[],
  serverName: string | undefined,
): ServedCertificate | undefined {
  if (serverName === undefined) return byDefault;
  const name = serverName.toLowerCase();
  return list.find(({ names }) => names.includes(name)) ?? list.find((one) => isFor(one, name)) ?? byDefault;
}

/** A wildcard stands for one label. */
export function isFor({ names }: ServedCertificate, serverName: string): boolean {
  const name = serverName.toLowerCase();
  return names.includes(name) || names.includes(name.replace(/^[^.]+/, "*"));
}

function hostsOfRoutes(cloud: Cloud, listenerArn: string): string[] {
  return hostsOf(rulesOf(cloud, listenerArn).flatMap(({ conditions }) => conditions));
}

/** The hosts of conditions that can stand in a certificate: exact ones, and wildcards for a label. */
export function hostsOf(conditions: readonly RuleCondition[]): string[] {
  const hosts = conditions.flatMap(({ HostHeaderConfig }) => HostHeaderConfig?.Values ?? []);
  return [...new Set(hosts.map((host) => host.toLowerCase()))].filter((host) => NAME.test(host));
}
