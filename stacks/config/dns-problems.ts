import { DnsNames } from "../../components/index.ts";
import { dnsNamesArgs } from "../load-balancer/dns-names.ts";
import { componentNames } from "../names.ts";
import type { ConfigProblem } from "./issues.ts";
import { wants } from "./feature-keys.ts";
import { besideListener, ofFeature, withoutZone } from "./feature-problems.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What is wrong with the names that the stack is to make. */
export function problemsOfDnsNames(config: OwnerConfig): ConfigProblem[] {
  if (!wants(config, "dns")) return [];
  const { dns, ingress } = config;
  if (ingress.listenerArn !== undefined) return [besideListener("dns", "load balancer that has names")];
  if (dns.zone === undefined) return [withoutZone("dns")];
  const args = dnsNamesArgs(config, "later");
  if (dns.names === undefined && args.names.length === 0) {
    const reason =
      "is missing, and no route names a host that can be one; give the names of the load balancer";
    return [{ path: "dns.names", reason }];
  }
  const name = componentNames(config.clusterName).dnsNames;
  return ofFeature("dns", DnsNames.problems(name, args));
}
