/** Names that an owner's stack makes for its load balancer. */
import type * as pulumi from "@pulumi/pulumi";
import { DnsNames, type DnsNamesArgs } from "../../components/index.ts";
import { FORMS } from "../../components/shared/forms.ts";
import { hostsOf } from "../apps/hosts.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";

/** The names: the hosts of the routes that can be names, where the key has no others. */
export function dnsNamesOf(config: Pick<OwnerConfig, "apps" | "dns">): readonly string[] {
  return config.dns.names ?? hostsOf(config).filter((host) => FORMS.domainName[0].test(host));
}

export function dnsNamesArgs(config: OwnerConfig, loadBalancerArn: pulumi.Input<string>): DnsNamesArgs {
  return { names: dnsNamesOf(config), zone: config.dns.zone ?? ({} as never), loadBalancerArn };
}

/** @param routes what makes the routes, after which names come and go. */
export function createDnsNames(
  config: OwnerConfig,
  routes: pulumi.Resource & { readonly loadBalancerArn: pulumi.Input<string> },
): DnsNames | undefined {
  if (!wants(config, "dns")) return undefined;
  const args = dnsNamesArgs(config, routes.loadBalancerArn);
  return new DnsNames(componentNames(config.clusterName).dnsNames, args, { dependsOn: [routes] });
}
