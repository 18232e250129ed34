/** TXT records that say who made a record: registry/mapper and registry/txt of ExternalDNS. */
import { NotSimulated } from "../../../core/errors.ts";
import { DEFAULT_TTL, WEIGHT, type Endpoint } from "./endpoint.ts";
import type { Flags } from "./flags.ts";

const TEMPLATE = "%{record_type}";
const TYPES = ["A", "AAAA", "CNAME"] as const;

/** Name of the TXT record beside a record. */
export function ownershipName({ txtPrefix, wildcardReplacement }: Flags, name: string, type: string): string {
  const kind = type.toLowerCase();
  const plain = wildcardReplacement === "" ? name : name.replace(/^\*(?=\.)/, wildcardReplacement);
  return txtPrefix.includes(TEMPLATE)
    ? `${txtPrefix.replaceAll(TEMPLATE, kind)}${plain}`
    : `${txtPrefix}${kind}-${plain}`;
}

/** The TXT record beside a record, as its labels have it: weighted as that is. */
export function ownershipRecord(flags: Flags, endpoint: Endpoint): Endpoint {
  const { name, type, setIdentifier, owner, resource, properties } = endpoint;
  const weight = properties[WEIGHT];
  const labels = [
    "heritage=external-dns",
    `external-dns/owner=${owner}`,
    `external-dns/resource=${resource}`,
  ];
  return {
    name: ownershipName(flags, name, type),
    type: "TXT",
    setIdentifier,
    targets: [`"${labels.join(",")}"`],
    ttl: DEFAULT_TTL,
    properties: weight === undefined ? {} : { [WEIGHT]: weight },
  };
}

/** What tells a TXT record from all others. */
export function textKey({ name, setIdentifier }: Pick<Endpoint, "name" | "setIdentifier">): string {
  return `${name} ${setIdentifier}`;
}

/** Records with those who made them, and the keys of the TXT records that say so. */
export function withOwners(flags: Flags, records: readonly Endpoint[]) {
  const texts = new Map(
    records
      .filter(({ type }) => type === "TXT")
      .map((record) => [textKey(record), labelsOf(record.targets[0] ?? "")] as const),
  );
  const owned = records
    .filter(({ type }) => TYPES.some((one) => one === type))
    .map((record): Endpoint => {
      const name = ownershipName(flags, record.name, record.type);
      const labels = texts.get(textKey({ ...record, name }));
      if (labels === undefined) refuseEarlierNames(flags, record, texts);
      return { ...record, ...labels };
    });
  const keys = [...texts].filter(([, labels]) => labels !== undefined).map(([key]) => key);
  return { records: owned, texts: new Set(keys) };
}

function labelsOf(value: string): Pick<Endpoint, "owner" | "resource"> | undefined {
  const labels = value
    .replaceAll('"', "")
    .split(",")
    .map((label) => label.split("="));
  if (!labels.some(([key, text]) => key === "heritage" && text === "external-dns")) return undefined;
  const of = (name: string) => labels.find(([key]) => key === `external-dns/${name}`)?.[1] ?? "";
  return { owner: of("owner"), resource: of("resource") };
}

/** Before 0.22 the TXT record of an alias was that of a CNAME. */
function refuseEarlierNames(
  flags: Flags,
  { name, type, setIdentifier }: Endpoint,
  texts: ReadonlyMap<string, unknown>,
): void {
  const earlier = ownershipName(flags, name, "CNAME");
  if (type === "A" && texts.get(textKey({ name: earlier, setIdentifier })) !== undefined) {
    throw new NotSimulated(`TXT record ${earlier} of an ExternalDNS before 0.22`);
  }
}
