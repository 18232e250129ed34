/** A record as the program thinks of it, whether somebody wants it or it is there. */
export interface Endpoint {
  /** Without the dot at the end, and with a wildcard as such. */
  readonly name: string;
  readonly type: string;
  /** Tells weighted records of a name and type apart; empty for one that has no others beside it. */
  readonly setIdentifier: string;
  readonly targets: readonly string[];
  /** 0 where nobody says how long. */
  readonly ttl: number;
  /** `alias`, `aws/evaluate-target-health` and `aws/weight`, in the order in which the program notes them. */
  readonly properties: Readonly<Record<string, string>>;
  /** Who made the record, by its TXT record. */
  readonly owner?: string;
  /** What it is for: `ingress/game/app`. */
  readonly resource?: string;
}

/** What the properties are called that have to do with aliases. */
export const ALIAS = "alias";
export const EVALUATE_HEALTH = "aws/evaluate-target-health";

/** The property with the weight of a record. */
export const WEIGHT = "aws/weight";

/** TTL of aliases, which have none, and of records whose maker does not say. */
export const DEFAULT_TTL = 300;

/** As log lines have it. */
export function endpointText({ name, ttl, type, setIdentifier, targets, properties }: Endpoint): string {
  const shown = Object.entries(properties).map(([key, value]) => `{${key} ${value}}`);
  return `${name} ${ttl} IN ${type} ${setIdentifier} ${targets.join(";")} [${shown.join(" ")}]`;
}

/** Whether a name is a domain of the list or below one; any is, where the list is empty. */
export function isInDomains(name: string, domains: readonly string[]): boolean {
  return domains.length === 0 || domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
}
