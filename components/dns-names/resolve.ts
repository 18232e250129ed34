import type { DnsNamesArgs } from "./args.ts";

/** {@link DnsNamesArgs} with their defaults. */
export type ResolvedDnsNamesArgs = Required<DnsNamesArgs>;

export function resolveDnsNamesArgs(args: DnsNamesArgs): ResolvedDnsNamesArgs {
  const { names, zone, loadBalancerArn, transform = {} } = args;
  return { names, zone, loadBalancerArn, transform };
}
