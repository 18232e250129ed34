import { own } from "../../components/shared/own.ts";
import { groupsOfNlb, termsOfNlb } from "../apps/nlb-terms.ts";
import { balancedApps, type BalancedApp } from "../apps/nlbs.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { PrimaryConfig } from "../config/stack-config.ts";
import type { SharedNlb } from "../contract/shared-nlb.ts";
import { otherClustersIn } from "../living/clusters-in.ts";
import type { Living } from "../living/living.ts";
import { nlbsBefore } from "../living/shared-before.ts";

/**
 * Refuses to take target groups of a Network Load Balancer away from other clusters whose pods are in them, and to put others
 * in their place: the controller makes those, and takes these away at once.
 *
 * @throws ConfigError naming each key, and what to do instead.
 */
export async function refuseLostNlbs(
  config: PrimaryConfig,
  { outputs }: Living,
  isHeld: boolean,
): Promise<void> {
  if (!isHeld) return;
  const problems = await Promise.all(
    Object.entries(nlbsBefore(outputs)).map(([name, nlb]) => problemsOf(config, name, nlb)),
  );
  if (problems.flat().length > 0) throw new ConfigError(problems.flat());
}

async function problemsOf(config: PrimaryConfig, name: string, before: SharedNlb): Promise<ConfigProblem[]> {
  const app = balancedApps(config).find((one) => one.name === name);
  const changes = app === undefined ? [GONE] : changesOf(app, before);
  if (changes.length === 0) return [];
  const found = await Promise.all(changes.map((change) => problemOf(config, name, before, change)));
  return found.filter((problem) => problem !== undefined);
}

async function problemOf(
  config: PrimaryConfig,
  app: string,
  { targetGroups }: SharedNlb,
  { key, what, port }: NlbChange,
): Promise<ConfigProblem | undefined> {
  const groups = targetGroups
    .filter((one) => port === undefined || one.port === port)
    .map(({ arn }) => ({ kind: "controller" as const, arn }));
  const clusters = await otherClustersIn(config, app, groups);
  if (clusters.length === 0) return undefined;
  const place = port === undefined ? "that load balancer" : "that port";
  const remedy =
    `but other clusters have pods behind ${place}: ${clusters.join(", ")}; set it back, or take ` +
    `${port === undefined ? "nlb" : "the port"} away there first (pulumi up of their stacks), and make the change after that`;
  return { path: `apps.${app}.${key}`, reason: `${what}, ${remedy}` };
}

/** What would take target groups away, by key. */
interface NlbChange {
  readonly key: string;
  readonly what: string;
  /** Whose target group alone it takes; without it all of them. */
  readonly port?: number;
}

const GONE: NlbChange = { key: "nlb", what: "is gone" };

function changesOf(app: BalancedApp, before: SharedNlb): readonly NlbChange[] {
  const now = termsOfNlb(app);
  const { targetType, fixed } = now;
  const values = { targetType, ...fixed };
  const earlier: Readonly<Record<string, string>> = { targetType: before.targetType, ...before.fixed };
  const ofAll = Object.entries(values)
    .filter(([key, value]) => own(earlier, key) !== undefined && earlier[key] !== value)
    .map(([key, value]) => ({
      key: key === "namespace" ? key : `nlb.${key}`,
      what: `is ${value} and was ${earlier[key]}`,
    }));
  return [...ofAll, ...portChanges(app, before)];
}

function portChanges(app: BalancedApp, before: SharedNlb): readonly NlbChange[] {
  const groups = groupsOfNlb(app);
  return before.targetGroups.flatMap(({ port, protocol, targetPort }): NlbChange[] => {
    const now = groups.find((one) => one.port === port);
    if (now === undefined) return [{ key: "nlb.ports", what: `has no port ${port} any more`, port }];
    if (now.protocol === protocol && now.targetPort === targetPort) return [];
    const words = (one: { readonly protocol: string; readonly targetPort: string }) =>
      `${one.protocol} to port ${one.targetPort}`;
    return [
      {
        key: "nlb.ports",
        what: `has port ${port} with ${words(now)} and had it with ${words({ protocol, targetPort })}`,
        port,
      },
    ];
  });
}
