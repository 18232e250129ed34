export {
  DNS_ANNOTATION_PREFIXES,
  DNS_POLICIES,
  DNS_SOURCES,
  EXTERNAL_DNS_CHART_VERSION,
  EXTERNAL_DNS_DEFAULTS,
} from "./args.ts";
export type { ExternalDnsAddonArgs, ExternalDnsAddonNodes, ExternalDnsAddonTransforms } from "./args.ts";
export { ExternalDnsAddon } from "./external-dns-addon.ts";
export { externalDnsPolicy, type ZonesScope } from "./policy.ts";
