import { DnsNames } from "../../components/index.ts";
import { dnsNamesArgs } from "../load-balancer/dns-names.ts";
import { componentNames } from "../names.ts";
import type { ConfigProblem } from "./issues.ts";
import { wants } from "./feature-keys.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What is wrong with the names that the stack is to make. */
export function problemsOfDnsNames(config: OwnerConfig): ConfigProblem[] {
  if (!wants(config, "dns")) return [];
  const { dns, ingress } = config;
  if (ingress.listenerArn !== undefined) {
    const reason =
      "is set, but ingress.listenerArn puts the routes on a load balancer that has names of its own; remove it";
    return [{ path: "dns", reason }];
  }
  if (dns.zone === undefined) {
    const reason = "is missing; give the hosted zone of the names, by id or by name";
    return [{ path: "dns.zone", reason }];
  }
  const args = dnsNamesArgs(config, "later");
  if (dns.names === undefined && args.names.length === 0) {
    const reason =
      "is missing, and no route names a host that can be one; give the names of the load balancer";
    return [{ path: "dns.names", reason }];
  }
  const name = componentNames(config.clusterName).dnsNames;
  return DnsNames.problems(name, args).map(({ path, reason }) => ({ path: `dns.${path}`, reason }));
}
