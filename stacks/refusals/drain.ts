import { own } from "../../components/shared/own.ts";
import { workloadOf, type AppConfig } from "../apps/app.ts";
import { hasIngress } from "../apps/ownership.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import type { SharedNlb } from "../contract/shared-nlb.ts";
import { clustersIn } from "../living/clusters-in.ts";
import { isWeighted, nobodyAnswers, type WeightedGroups } from "./weighted.ts";

/** Target groups by application. */
export interface GroupsOfStack {
  /** Those that there are. */
  readonly before: Readonly<Record<string, readonly SharedTargetGroup[]>>;
  /** Those that there will be, with their weights. */
  readonly now: WeightedGroups;
  /** Those of Network Load Balancers that clusters share, as they are before. */
  readonly nlbs: Readonly<Record<string, SharedNlb>>;
}

/** An application of the cluster, and the clusters that serve it. */
interface Served {
  readonly app: AppConfig;
  readonly clusters: readonly string[];
}

/**
 * Refuses to drain a cluster where requests would fail: the only one that serves an application, one that gets requests by
 * its weight, one whose Ingress would go on to register what is there.
 *
 * @throws ConfigError naming the applications, and the way to do it.
 */
export async function refuseDrain(config: ClusterConfig, groups: GroupsOfStack): Promise<void> {
  if (!config.drained) return;
  const present = config.apps.filter(({ absent }) => !absent);
  const served = await Promise.all(
    present.map(async (app) => ({
      app,
      clusters: await clustersIn(app.name, own(groups.before, app.name) ?? []),
    })),
  );
  const ours = served.filter(({ clusters }) => clusters.includes(config.clusterName));
  const problems = [
    ...aloneProblems(ours),
    ...(await aloneBehindNlbProblems(config, present, groups)),
    ...weightProblems(config, present, groups),
    ...(config.role === "primary" && hasIngress(config) ? ingressProblems(ours.map(({ app }) => app)) : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function aloneProblems(ours: readonly Served[]): ConfigProblem[] {
  return problemOf(
    ours.filter(({ clusters }) => clusters.length === 1).map(({ app }) => app),
    (names) => `no other cluster serves ${names}; bring another one up first, or set it to false`,
  );
}

/** Each port has a target group, and clusters may have pods behind some of them. */
async function aloneBehindNlbProblems(
  { clusterName }: ClusterConfig,
  apps: readonly AppConfig[],
  { nlbs }: GroupsOfStack,
): Promise<ConfigProblem[]> {
  const found = await Promise.all(
    apps.map(async (app) => {
      const { shared = false, targetGroups = [] } = own(nlbs, app.name) ?? {};
      if (!shared || app.entry.nlb?.shared !== true) return [];
      const clusters = await Promise.all(
        targetGroups.map(({ arn }) => clustersIn(app.name, [{ kind: "controller", arn }])),
      );
      return clusters.some((names) => names.length === 1 && names[0] === clusterName) ? [app] : [];
    }),
  );
  return problemOf(
    found.flat(),
    (names) =>
      `no other cluster has pods behind the Network Load Balancer of ${names}; bring another one up first, or set it to false`,
  );
}

/** An empty target group with a weight still gets its part of the requests. */
function weightProblems(
  config: ClusterConfig,
  apps: readonly AppConfig[],
  { now }: GroupsOfStack,
): ConfigProblem[] {
  return problemOf(
    apps.filter(({ name }) => isWeighted(config, now, name)),
    (names) => nobodyAnswers(config, names, "its weight"),
  );
}

/** Without pods of ours an Ingress registers what others deploy, and nodes as long as there are any. */
function ingressProblems(apps: readonly AppConfig[]): ConfigProblem[] {
  const isOfNodes = ({ entry }: AppConfig) => entry.targetType === "instance";
  return [
    ...problemOf(
      apps.filter(isOfNodes),
      (names) =>
        `the Ingress registers nodes for ${names}, with and without pods; let Pulumi make the load balancer ` +
        "(ingress.ownership), and drain the cluster then",
    ),
    ...problemOf(
      apps.filter((app) => workloadOf(app) === "external" && !isOfNodes(app)),
      (names) =>
        `somebody else deploys ${names}, and the Ingress registers its pods as long as there are any; scale it to 0 there first`,
    ),
  ];
}

function problemOf(apps: readonly AppConfig[], reason: (names: string) => string): ConfigProblem[] {
  const names = apps.map(({ name }) => name).join(", ");
  return apps.length === 0 ? [] : [{ path: "drained", reason: `is true, but ${reason(names)}` }];
}
