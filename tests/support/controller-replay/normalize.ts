import { canonicalJson } from "../../../sim/charts/aws-load-balancer-controller/controller/canonical-json.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Takes out of a snapshot what must differ from one run to the next: ids, node ports, and the digests in names that
 * have the random uid of a Service or Gateway in them. All else stays, the digests in other names as well.
 */
export class Normalizer {
  /** Id to name, as far as objects have been seen: events and finalizers outlive what they name. */
  readonly #names: Map<string, string>;
  readonly #digestNames = new Set<string>();

  /** @param aliases names for ids that are known from the start. */
  constructor(aliases: ReadonlyMap<string, string> = new Map()) {
    this.#names = new Map(aliases);
  }

  /** Takes note of the names in a snapshot that has not been normalized. */
  learn({ aws }: Snapshot): void {
    for (const { name, tags } of [...aws.loadBalancers, ...aws.securityGroups] as readonly NamedAndTagged[]) {
      if (STACK_TAGS_WITH_UID.some((key) => key in tags)) this.#digestNames.add(name);
    }
    for (const group of aws.securityGroups as readonly { id: string; name: string }[]) {
      if (
        !group.id.startsWith("sg-backend") &&
        !this.#names.has(group.id) &&
        !group.id.startsWith("sg-node")
      ) {
        this.#names.set(group.id, `sg-${group.name}`);
      }
    }
    for (const { targetGroupName } of aws.targetGroups as readonly { targetGroupName: string }[]) {
      if (/^k8s-.*-[0-9a-f]{10}$/.test(targetGroupName)) this.#digestNames.add(targetGroupName);
    }
  }

  normalize(value: Snapshot): Snapshot {
    this.learn(value);
    return this.apply(value) as Snapshot;
  }

  /** Normalizes any JSON value with the names learned so far. */
  apply(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "number") return isNodePort(value) ? "node port" : value;
    if (Array.isArray(value)) return sorted(value.map((entry) => this.apply(entry)));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(withoutEmpty(value as Record<string, unknown>))
      .map(([key, entry]): [string, unknown] => [key, this.#field(key, entry)])
      .filter(([, entry]) => entry !== undefined && entry !== null);
    return Object.fromEntries(entries);
  }

  #field(key: string, value: unknown): unknown {
    // The order of a ConfigMap's targets is that of a Go map: random.
    if (key === "targets" && typeof value === "string") return this.#text(value).split(",").sort().join(",");
    // The recordings' stand-in for AWS did not fill in what a redirect leaves as it is.
    if (key === "RedirectConfig") return this.apply({ ...UNCHANGED, ...(value as object) });
    return this.apply(value);
  }

  #text(text: string): string {
    let result = text;
    for (const [id, name] of this.#names) result = result.replaceAll(id, name);
    for (const name of this.#digestNames) {
      result = result.replaceAll(name, name.replace(/[0-9a-f]{10}$/, "HASH"));
    }
    result = result.replace(/:(\d{5})$/, (match, port) => (isNodePort(Number(port)) ? ":node port" : match));
    // The recordings' stand-in for AWS took every load balancer for one of applications.
    result = result.replace(/^(.*)\.elb\.([a-z0-9-]+)\.amazonaws\.com$/, "$1.$2.elb.amazonaws.com");
    return result
      .replaceAll(/loadbalancer\/net\//g, "loadbalancer/app/")
      .replaceAll(/(loadbalancer\/app|targetgroup)\/([^/\s]+)\/[0-9a-f]{16}/g, "$1/$2/ID");
  }
}

/** Tags of load balancers and security groups whose names have a uid in their digests. */
const STACK_TAGS_WITH_UID = ["gateway.k8s.aws.alb/stack", "service.k8s.aws/stack"];

interface NamedAndTagged {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

const UNCHANGED = { Host: "#{host}", Path: "/#{path}", Query: "#{query}" };

/** Kubernetes gives out a random one. */
function isNodePort(port: number): boolean {
  return port >= 30_000 && port < 32_768;
}

/**
 * Lists have no order that matters, with one exception that this leaves alone: what a rule's actions and conditions
 * say. The recordings' stand-in for AWS even gave subnets in random order.
 */
function sorted(list: unknown[]): unknown[] {
  const isOrdered = list.some((entry) => typeof entry === "object" && entry !== null && "Type" in entry);
  if (isOrdered) return list;
  const keyed = list.map((entry): [string, unknown] => [canonicalJson(entry), entry]);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
}

/**
 * The stand-in wrote out descriptions that are not there as empty text, and it left out what AWS repeats in the older
 * form: the ARN beside the configuration of a forward action, the values beside that of a condition.
 */
function withoutEmpty(value: Record<string, unknown>): Record<string, unknown> {
  const { Description, TargetGroupArn, Values, ...rest } = value;
  const hasConfig = Object.keys(rest).some((key) => key.endsWith("Config"));
  return {
    ...rest,
    ...(Description !== "" && { Description }),
    ...(!hasConfig && { TargetGroupArn, Values }),
  };
}
