/** Names of applications' own Network Load Balancers, which ExternalDNS of each cluster makes. */
import { DNS_SOURCES } from "../../components/index.ts";
import { shown } from "../../components/shared/shown.ts";
import { pathOf, type AppConfig } from "../apps/app.ts";
import { routedHosts } from "../apps/hosts.ts";
import { balancedApps, isShared, ownBalancedApps } from "../apps/nlbs.ts";
import { filteredDomains, isInDomains } from "./external-dns-problems.ts";
import { valueAt, type ConfigProblem } from "./issues.ts";
import { otherStackValues, type OtherStackValues } from "./other-stacks.ts";
import { projectFolder } from "./project-file.ts";
import type { ClusterConfig, StackConfig } from "./stack-config.ts";

/** A name of a load balancer of the stack. */
interface Name {
  readonly host: string;
  readonly app: AppConfig;
  readonly index: number;
  readonly weight: number | undefined;
  readonly setIdentifier: string;
}

/** @param folder the project's. */
export function nlbNamesProblems(config: StackConfig, folder = projectFolder()): ConfigProblem[] {
  if (config.role === "edge") return [];
  const names = namesOf(config);
  if (names.length === 0) return [];
  const without = externalDnsProblem(config, names[0]!);
  if (without !== undefined) return [without];
  const others = otherStackValues(folder).flatMap(namesOfStack);
  return [
    ...policyProblems(config, names),
    ...sharedProblems(config),
    ...names.flatMap((name) => domainProblem(config, name) ?? ownProblem(config, name, names) ?? []),
    ...names.flatMap((name) => twiceProblem(name, others) ?? []),
  ];
}

function namesOf(config: ClusterConfig): Name[] {
  return ownBalancedApps(config).flatMap((app) => {
    const { hosts = [], weight, setIdentifier = config.clusterName } = app.entry.nlb.names ?? {};
    return hosts.map((host, index) => ({ host, app, index, weight, setIdentifier }));
  });
}

function placeOf({ app, index }: Name): string {
  return pathOf(app, `nlb.names.hosts[${index}]`);
}

function externalDnsProblem({ addons }: ClusterConfig, { app }: Name): ConfigProblem | undefined {
  const path = pathOf(app, "nlb.names");
  const { externalDns } = addons;
  if (externalDns === undefined) {
    const reason =
      "is made by ExternalDNS, which the cluster does not have; give addons.externalDns, or leave it out";
    return { path, reason };
  }
  const { sources = DNS_SOURCES } = externalDns;
  if (sources.includes("service")) return undefined;
  const reason = `is made by ExternalDNS from Services, and addons.externalDns.sources is ${sources.join(", ")}; add service, or leave names out`;
  return { path, reason };
}

/** Weights are there to take clusters away. */
function policyProblems({ addons }: ClusterConfig, names: readonly Name[]): ConfigProblem[] {
  if (addons.externalDns?.policy === "sync") return [];
  const weighted = names.filter(({ weight, index }) => weight !== undefined && index === 0);
  return weighted.map(({ app, weight }) => ({
    path: pathOf(app, "nlb.names.weight"),
    reason:
      `is ${weight}, and addons.externalDns.policy is upsert-only, which deletes no record: one without weight cannot become ` +
      "weighted, and that of a cluster which is taken away stays; use policy sync",
  }));
}

function sharedProblems(config: ClusterConfig): ConfigProblem[] {
  const weighted = balancedApps(config).filter(
    (app) => isShared(app) && app.entry.nlb.names?.weight !== undefined,
  );
  const reason =
    "is for load balancers of which each cluster has one, and nlb.shared makes one for all; leave weight out";
  return weighted.map((app) => ({ path: pathOf(app, "nlb.names.weight"), reason }));
}

function domainProblem({ addons }: ClusterConfig, name: Name): ConfigProblem | undefined {
  const domains = filteredDomains(addons.externalDns!);
  if (isInDomains(name.host, domains)) return undefined;
  const reason = `is ${shown(name.host)}, which is in none of the domains of addons.externalDns, ${domains.join(", ")}; use another name, or add its domain there`;
  return { path: placeOf(name), reason };
}

/** A name leads to one load balancer of the cluster. */
function ownProblem(config: ClusterConfig, name: Name, names: readonly Name[]): ConfigProblem | undefined {
  const { host } = name;
  const routed = routedHosts(config).find((one) => one.host === host);
  const [first] = names.filter((one) => one.host === host);
  const taken = routed?.path ?? (first === name ? undefined : placeOf(first!));
  if (taken === undefined) return undefined;
  const whose = routed === undefined ? "another load balancer" : "the shared load balancer";
  return { path: placeOf(name), reason: `is ${shown(host)}, as is ${taken}, for ${whose}; use another name` };
}

interface NameOfStack extends Pick<Name, "host" | "weight" | "setIdentifier"> {
  readonly stack: string;
}

/** What the files of another stack say, which are not checked here. */
function namesOfStack({ stack, values }: OtherStackValues): NameOfStack[] {
  const { role, apps = {}, appOverrides, clusterName = "" } = values;
  if (role === "edge") return [];
  return Object.keys(apps).flatMap((app) => {
    if (valueAt(appOverrides, [app, "absent"]) === true) return [];
    const base = valueAt(apps, [app, "nlb", "names"]) as Partial<NlbNames> | undefined;
    const own = valueAt(appOverrides, [app, "nlb", "names"]) as Partial<NlbNames> | undefined;
    if (role !== "primary" && valueAt(apps, [app, "nlb", "shared"]) === true) return [];
    const { hosts = [], weight, setIdentifier = clusterName } = { ...base, ...own };
    return hosts.map((host) => ({ stack, host, weight, setIdentifier }));
  });
}

type NlbNames = NonNullable<NonNullable<AppConfig["entry"]["nlb"]>["names"]>;

/** Route 53 has of a name one record or weighted ones. */
function twiceProblem(name: Name, others: readonly NameOfStack[]): ConfigProblem | undefined {
  const { host, weight, setIdentifier, app } = name;
  const same = others.filter((one) => one.host === host);
  const plain = same.find((one) => weight === undefined || one.weight === undefined);
  if (plain !== undefined) {
    const theirs = plain.weight === undefined ? "without a weight" : `with weight ${plain.weight}`;
    const own = weight === undefined ? "" : `, and here has weight ${weight}`;
    const reason = `is ${shown(host)}, which stack ${plain.stack} (Pulumi.${plain.stack}.yaml) has, too, ${theirs}${own}; give all of them nlb.names.weight, or hosts: [] to all but one`;
    return { path: placeOf(name), reason };
  }
  const twin = same.find((one) => one.setIdentifier === setIdentifier);
  if (twin === undefined) return undefined;
  const reason = `is ${shown(setIdentifier)}, as is that of stack ${twin.stack} (Pulumi.${twin.stack}.yaml) for ${host}; give each its own`;
  return { path: pathOf(app, "nlb.names.setIdentifier"), reason };
}
