import * as pulumi from "@pulumi/pulumi";
import { routedHosts, type RoutedHost } from "../apps/hosts.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { certificateNamesOf } from "../load-balancer/certificate.ts";

/**
 * Warns of hosts that the load balancer has a route or a name for, and no certificate: all is made, and browsers refuse to
 * connect. Of given certificates nobody knows here what they are for.
 */
export async function warnOfUncoveredHosts(config: OwnerConfig): Promise<void> {
  const { certificateArns = [] } = config.ingress.tls ?? {};
  if (!wants(config, "certificate") || certificateArns.length > 0) return;
  const names = certificateNamesOf(config);
  const uncovered = expectedHosts(config).filter(({ host }) => !isCovered(names, host));
  if (uncovered.length === 0) return;
  const hosts = uncovered.map(({ path, host }) => `${path} (${host})`).join(", ");
  await pulumi.log.warn(
    `the certificate is for ${names.join(", ")}, but not for ${hosts}: browsers refuse to connect; ` +
      "add them to certificate.names, unless clients come through a proxy that asks for another name",
  );
}

/** Hosts that people are to find something at, each where it stands first. */
function expectedHosts(config: OwnerConfig): readonly RoutedHost[] {
  const routed = routedHosts(config);
  const { names = [] } = config.dns;
  const named = names.map((host, index) => ({ host, path: `dns.names[${index}]` }));
  return [...routed, ...named.filter(({ host }) => !routed.some((one) => one.host === host))];
}

/** A wildcard of a certificate stands for one label, the first one. */
function isCovered(names: readonly string[], host: string): boolean {
  return names.includes(host) || names.includes(host.replace(/^[^.]+/, "*"));
}
