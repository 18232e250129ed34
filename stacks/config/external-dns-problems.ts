/** What the ExternalDNS of one cluster is to those of others, and to who else makes names. */
import * as pulumi from "@pulumi/pulumi";
import { DNS_SOURCES } from "../../components/index.ts";
import { isInZone } from "../../components/shared/hosted-zone.ts";
import { shown } from "../../components/shared/shown.ts";
import { hostsOf } from "../apps/hosts.ts";
import { controllersBalancers } from "../apps/ownership.ts";
import type { ConfigProblem } from "./issues.ts";
import { otherStackValues, type OtherStackValues } from "./other-stacks.ts";
import { projectFolder } from "./project-file.ts";
import type { ConfigValues } from "./schema.ts";
import type { StackConfig } from "./stack-config.ts";

/** What stacks are asked about here. */
type OfStack = Partial<Pick<ConfigValues, "role" | "clusterName" | "addons" | "dns">> & {
  readonly ingress?: Pick<ConfigValues["ingress"], "ownership" | "kind">;
};

type ExternalDnsConfig = NonNullable<ConfigValues["addons"]["externalDns"]>;

/** @param folder the project's. */
export function externalDnsProblems(config: StackConfig, folder = projectFolder()): ConfigProblem[] {
  if (ownerIdOf(config) === undefined && ownersOf(config).length === 0) return [];
  const others = otherStackValues(folder);
  return [...sourceProblems(config), ...ownerIdProblems(config, others), ...hostProblems(config, others)];
}

/** Its pods do not start where a cluster lacks the kind of a source. */
function sourceProblems({ role, addons }: StackConfig): ConfigProblem[] {
  const { externalDns, gatewayApi = false } = addons;
  if (role === "edge" || gatewayApi !== false) return [];
  return (externalDns?.sources ?? []).flatMap((source, index) =>
    source === "gateway-httproute" || source === "gateway-grpcroute"
      ? [
          {
            path: `addons.externalDns.sources[${index}]`,
            reason: `is ${shown(source)}, but the cluster does not have the Gateway API; leave it out, or set addons.gatewayApi to true`,
          },
        ]
      : [],
  );
}

/** Each would take the other's records for its own. */
function ownerIdProblems(config: StackConfig, others: readonly OtherStackValues[]): ConfigProblem[] {
  const id = ownerIdOf(config);
  const same = others.find(({ values }) => id !== undefined && ownerIdOf(values) === id);
  if (same === undefined) return [];
  const reason =
    `is ${shown(id)}, as is that of stack ${same.stack} (Pulumi.${same.stack}.yaml): each would take the other's records ` +
    "for its own, and delete them with policy sync; give every cluster its own";
  return [{ path: "addons.externalDns.txtOwnerId", reason }];
}

function ownerIdOf({ role, addons, clusterName }: OfStack): string | undefined {
  if (role === "edge" || addons?.externalDns === undefined) return undefined;
  return addons.externalDns.txtOwnerId ?? `${pulumi.getProject()}/${clusterName}`;
}

/** Hosts of a load balancer that several clusters share; routes are the same in all stacks of a project. */
function hostProblems(config: StackConfig, others: readonly OtherStackValues[]): ConfigProblem[] {
  const own = ownersOf(config);
  return others.flatMap(({ stack, values }) =>
    ownersOf(values).flatMap((theirs) =>
      own
        // Two stacks with the key dns are told apart by their zones.
        .filter(({ key }) => key !== "dns" || theirs.key !== "dns")
        .flatMap(({ key, makes }) => {
          const hosts = hostsOf(config).filter((host) => makes(host) && theirs.makes(host));
          if (hosts.length === 0) return [];
          const reason =
            `makes ${hosts.join(", ")}, and so does ${theirs.key} of stack ${stack} (Pulumi.${stack}.yaml); a name has one ` +
            "owner, so leave one of them out, or narrow it";
          return [{ path: key, reason }];
        }),
    ),
  );
}

/** Where an ExternalDNS finds hosts of the load balancer, by what the controller makes it of. */
const SOURCES = {
  ingress: ["ingress"],
  gateway: ["gateway-httproute", "gateway-grpcroute"],
} as const satisfies Readonly<Record<string, readonly (typeof DNS_SOURCES)[number][]>>;

interface NameOwner {
  readonly key: "dns" | "addons.externalDns";
  readonly makes: (host: string) => boolean;
}

/** Who makes names of the routes' hosts in a stack: its key dns, or the ExternalDNS that sees its Ingress, which dns forbids. */
function ownersOf({ role, dns = {}, addons, ingress }: OfStack): NameOwner[] {
  if (Object.keys(dns).length > 0) {
    return [{ key: "dns", makes: (host) => dns.names === undefined || dns.names.includes(host) }];
  }
  const { externalDns } = addons ?? {};
  const hasIngress = role === "primary" && ingress?.ownership !== "pulumi";
  const { sources = DNS_SOURCES } = externalDns ?? {};
  const [first] = controllersBalancers({ ingress });
  const isSeen = SOURCES[first!].some((source) => sources.includes(source));
  if (externalDns === undefined || !hasIngress || !isSeen) return [];
  return [{ key: "addons.externalDns", makes: (host) => isInDomains(host, filteredDomains(externalDns)) }];
}

/** @param domains those of an ExternalDNS: without any it makes every name. */
export function isInDomains(host: string, domains: readonly string[]): boolean {
  return domains.length === 0 || domains.some((domain) => isInZone(host, domain));
}

/** Domains of which an ExternalDNS makes names; none where it makes any. */
export function filteredDomains({ domainFilters, zones }: ExternalDnsConfig): readonly string[] {
  return domainFilters ?? zones.flatMap((zone) => ("name" in zone ? [zone.name] : []));
}
