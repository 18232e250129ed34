import { NotSimulated } from "../../../core/errors.ts";
import { parseDuration } from "../../go-values.ts";

/** What the program was started with: pkg/apis/externaldns/types.go of ExternalDNS. */
export interface Flags {
  readonly sources: readonly string[];
  readonly policy: string;
  readonly ownerId: string;
  readonly txtPrefix: string;
  readonly wildcardReplacement: string;
  readonly domainFilters: readonly string[];
  readonly zoneIds: readonly string[];
  /** Whether to look at zones of whose names a domain of the filter is below. */
  readonly matchParent: boolean;
  readonly annotationPrefix: string;
  readonly intervalMs: number;
  readonly events: boolean;
  readonly debug: boolean;
}

/** Values of the flags that are modelled, beside those that take any. */
const KNOWN: Readonly<Record<string, readonly string[] | undefined>> = {
  "annotation-prefix": undefined,
  "aws-zone-match-parent": [""],
  "domain-filter": undefined,
  events: [""],
  interval: undefined,
  "log-format": ["json"],
  "log-level": ["info", "debug"],
  policy: ["sync", "upsert-only"],
  provider: ["aws"],
  registry: ["txt"],
  source: ["service", "ingress", "gateway-httproute", "gateway-grpcroute"],
  "txt-owner-id": undefined,
  "txt-prefix": undefined,
  "txt-wildcard-replacement": undefined,
  "zone-id-filter": undefined,
};

/** @throws NotSimulated for a flag, or a value of one, that is not modelled. */
export function parseFlags(args: readonly string[]): Flags {
  const given = args.map((arg) => {
    const [, name = "", value = ""] = /^--([^=]+)=?(.*)$/.exec(arg) ?? [];
    if (!(name in KNOWN) || KNOWN[name]?.includes(value) === false) {
      throw new NotSimulated(`ExternalDNS argument ${arg}`);
    }
    return { name, value };
  });
  const all = (name: string) => given.filter((one) => one.name === name).map(({ value }) => value);
  const last = (name: string, byDefault: string) => all(name).at(-1) ?? byDefault;
  return {
    sources: all("source"),
    policy: last("policy", ""),
    ownerId: last("txt-owner-id", "default"),
    txtPrefix: last("txt-prefix", "").toLowerCase(),
    wildcardReplacement: last("txt-wildcard-replacement", ""),
    domainFilters: all("domain-filter"),
    zoneIds: all("zone-id-filter"),
    matchParent: all("aws-zone-match-parent").length > 0,
    annotationPrefix: last("annotation-prefix", "external-dns.kubernetes.io/"),
    intervalMs: parseDuration(last("interval", "1m")),
    events: all("events").length > 0,
    debug: last("log-level", "info") === "debug",
  };
}
