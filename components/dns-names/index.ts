export type { DnsNamesArgs, DnsNamesNodes } from "./args.ts";
export { DnsNames } from "./dns-names.ts";
