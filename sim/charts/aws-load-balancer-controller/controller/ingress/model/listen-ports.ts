import { Address4, Address6 } from "ip-address";
import { NotSimulated } from "../../../../../core/errors.ts";
import { defined } from "../../../../../core/defined.ts";
import type { MutualAuthentication } from "../../../../../aws/elbv2/shapes.ts";
import type { ControllerConfig } from "../../config.ts";
import { labelled } from "../../labelled.ts";
import { namespacedName, type Ingress } from "../../kubernetes/objects.ts";
import type { ApplicationProtocol } from "../../model.ts";
import type { ListenerSources } from "../../networking/listener-permissions.ts";
import { listOf, stringOf } from "../annotations.ts";
import type { ClassifiedIngress } from "../class.ts";
import { mutualAuthentications } from "./mutual-authentication.ts";
import { goList } from "./group-setting.ts";

/** A port that the load balancer listens on, as all Ingresses of the group want it together. */
export interface ListenPort extends ListenerSources {
  readonly protocol: ApplicationProtocol;
  /** HTTPS only. */
  readonly sslPolicy?: string;
  /** ARNs; the first is the default certificate. */
  readonly certificates: readonly string[];
  /** HTTPS only. */
  readonly mutualAuthentication?: MutualAuthentication;
  /** Members that listen here, in the order of the group. */
  readonly members: readonly ClassifiedIngress[];
}

/** What one Ingress says of one port. */
interface Wish {
  readonly member: ClassifiedIngress;
  readonly protocol: ApplicationProtocol;
  readonly cidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
  readonly prefixLists: readonly string[];
  readonly sslPolicy: string | undefined;
  readonly certificates: readonly string[];
  readonly mutual: MutualAuthentication | undefined;
}

/** Ports in ascending order. Facts: pkg/ingress/model_build_listener.go, model_builder.go (mergeListenPortConfigs). */
export function buildListenPorts(
  config: ControllerConfig,
  members: readonly ClassifiedIngress[],
): ReadonlyMap<number, ListenPort> {
  const wishes = new Map<number, Wish[]>();
  for (const member of members) {
    const own = labelled(`ingress: ${namespacedName(member.ingress)}`, () => wishesOf(member));
    for (const [port, wish] of own) wishes.set(port, [...(wishes.get(port) ?? []), wish]);
  }
  const ports = [...wishes.keys()].sort((a, b) => a - b);
  return new Map(ports.map((port) => [port, merged(config, port, wishes.get(port) ?? [])]));
}

function wishesOf(member: ClassifiedIngress): Map<number, Wish> {
  const { ingress, params } = member;
  const annotations = ingress.metadata.annotations;
  const certificates = nonEmpty(params?.spec?.certificateArn) ?? listOf(annotations, "certificate-arn") ?? [];
  const sslPolicy = params?.spec?.sslPolicy || stringOf(annotations, "ssl-policy");
  const prefixLists =
    nonEmpty(params?.spec?.prefixListsIDs) ??
    nonEmpty(params?.spec?.PrefixListsIDs) ??
    listOf(annotations, "security-group-prefix-lists") ??
    [];
  const common = { member, ...inboundCidrs(member), prefixLists };
  const mutual = mutualAuthentications(annotations);
  const ports = listenPorts(ingress, certificates.length > 0);
  if (certificates.length === 0 && [...ports.values()].includes("HTTPS")) {
    throw new NotSimulated(
      "certificate discovery",
      `Ingress ${namespacedName(ingress)} listens on HTTPS without annotation certificate-arn`,
    );
  }
  return new Map(
    [...ports].map(([port, protocol]) => [
      port,
      protocol === "HTTPS"
        ? { ...common, protocol, sslPolicy, certificates, mutual: mutual.get(port) }
        : { ...common, protocol, sslPolicy: undefined, certificates: [], mutual: undefined },
    ]),
  );
}

function listenPorts(ingress: Ingress, preferTls: boolean): Map<number, ApplicationProtocol> {
  const raw = stringOf(ingress.metadata.annotations, "listen-ports");
  if (raw === undefined) return new Map(preferTls ? [[443, "HTTPS"]] : [[80, "HTTP"]]);
  let entries: readonly Readonly<Record<string, number>>[];
  try {
    entries = JSON.parse(raw) as readonly Readonly<Record<string, number>>[];
  } catch (error) {
    throw new Error(`failed to parse listen-ports configuration: \`${raw}\`: ${(error as Error).message}`);
  }
  if (entries.length === 0) throw new Error(`empty listen-ports configuration: \`${raw}\``);
  const ports = new Map<number, ApplicationProtocol>();
  for (const [protocol, port] of entries.flatMap((entry) => Object.entries(entry))) {
    if (port < 1 || port > 65535) throw new Error(`listen port must be within [1, 65535]: ${port}`);
    if (protocol !== "HTTP" && protocol !== "HTTPS") {
      throw new Error(`listen protocol must be within [HTTP, HTTPS]: ${protocol}`);
    }
    ports.set(port, protocol);
  }
  return ports;
}

function inboundCidrs({ ingress, params }: ClassifiedIngress): { cidrs: string[]; ipv6Cidrs: string[] } {
  const ofClass = nonEmpty(params?.spec?.inboundCIDRs);
  const given = ofClass ?? listOf(ingress.metadata.annotations, "inbound-cidrs") ?? [];
  for (const cidr of given) {
    if (isCidr(cidr)) continue;
    const reason = `invalid CIDR address: ${cidr}`;
    throw new Error(
      ofClass === undefined
        ? `invalid inbound-cidrs settings on Ingress: ${namespacedName(ingress)}: ${reason}`
        : `invalid CIDR in IngressClassParams InboundCIDR ${cidr}: ${reason}`,
    );
  }
  return {
    cidrs: given.filter((cidr) => !cidr.includes(":")),
    ipv6Cidrs: given.filter((cidr) => cidr.includes(":")),
  };
}

function isCidr(text: string): boolean {
  if (!text.includes("/")) return false;
  return text.includes(":") ? Address6.isValid(text) : Address4.isValid(text);
}

function merged(config: ControllerConfig, port: number, wishes: readonly Wish[]): ListenPort {
  const failed = (reason: string) =>
    new Error(`failed to merge listenPort config for port: ${port}: ${reason}`);
  const [first] = wishes;
  const key = (wish: Wish) => namespacedName(wish.member.ingress);
  const other = wishes.find((wish) => wish.protocol !== first!.protocol);
  if (other !== undefined) {
    throw failed(
      `conflicting protocol, ${key(first!)}: ${first!.protocol} | ${key(other)}: ${other.protocol}`,
    );
  }
  const sources = agreed(
    wishes.filter((wish) => wish.cidrs.length + wish.ipv6Cidrs.length > 0),
    (wish) => `${goList(sorted(wish.cidrs))}, ${goList(sorted(wish.ipv6Cidrs))}`,
    (a, b) => failed(`conflicting inbound-cidrs, ${key(a)}: ${a.text} | ${key(b)}: ${b.text}`),
  );
  const lists = agreed(
    wishes.filter((wish) => wish.prefixLists.length > 0),
    (wish) => goList(sorted(wish.prefixLists)),
    (a, b) => failed(`conflicting inbound-prefix-lists, ${key(a)}: ${a.text} | ${key(b)}: ${b.text}`),
  );
  const policy = agreed(
    wishes.filter((wish) => wish.sslPolicy !== undefined),
    (wish) => wish.sslPolicy ?? "",
    (a, b) => failed(`conflicting sslPolicy, ${key(a)}: ${a.text} | ${key(b)}: ${b.text}`),
  );
  const mutual = agreed(
    wishes.filter((wish) => wish.mutual !== undefined),
    (wish) => JSON.stringify(wish.mutual),
    (a, b) => failed(`conflicting mTLS Attributes, ${key(a)}: ${a.text} | ${key(b)}: ${b.text}`),
  );
  const open = sources === undefined && lists === undefined;
  return {
    port,
    protocol: first!.protocol,
    cidrs: open ? ["0.0.0.0/0"] : sorted(sources?.cidrs ?? []),
    ipv6Cidrs: open ? ["::/0"] : sorted(sources?.ipv6Cidrs ?? []),
    prefixLists: sorted(lists?.prefixLists ?? []),
    ...(first!.protocol === "HTTPS" && { sslPolicy: policy?.sslPolicy ?? config.defaultSslPolicy }),
    ...defined({ mutualAuthentication: mutual?.mutual }),
    certificates: [...new Set(wishes.flatMap((wish) => wish.certificates))],
    members: wishes.map((wish) => wish.member),
  };
}

/** The wish of the first who has one; the others must say the same. */
function agreed(
  wishes: readonly Wish[],
  textOf: (wish: Wish) => string,
  conflict: (a: Wish & { text: string }, b: Wish & { text: string }) => Error,
): Wish | undefined {
  const [first, ...others] = wishes.map((wish) => ({ ...wish, text: textOf(wish) }));
  const different = others.find((wish) => wish.text !== first?.text);
  if (first !== undefined && different !== undefined) throw conflict(first, different);
  return first;
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
