import { own } from "../../components/shared/own.ts";
import { pathOf, type AppConfig } from "../apps/app.ts";
import { hasIngress } from "../apps/ownership.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { otherClustersIn } from "../living/clusters-in.ts";
import { nodePortsRegistered } from "../living/registered-targets.ts";
import { told } from "../living/told.ts";

/**
 * Refuses another node port of an application to whose nodes a load balancer sends requests, while other clusters serve it:
 * the former port closes at once, and this cluster gets no requests until health checks have found the other one - each
 * cluster in its turn. A drained cluster has no nodes among the targets.
 *
 * @throws ConfigError
 */
export async function refuseOtherNodePort(
  config: ClusterConfig,
  groups: Readonly<Record<string, readonly SharedTargetGroup[]>>,
): Promise<void> {
  const found = await Promise.all(
    config.apps
      .filter(({ absent }) => !absent && !config.drained)
      .map((app) => problemsOf(config, app, own(groups, app.name) ?? [])),
  );
  if (found.flat().length > 0) throw new ConfigError(found.flat());
}

async function problemsOf(
  config: ClusterConfig,
  app: AppConfig,
  groups: readonly SharedTargetGroup[],
): Promise<ConfigProblem[]> {
  const { nodePort } = app.entry.service ?? {};
  if (nodePort === undefined) return [];
  const before = await portsBefore(config, app, groups);
  const [other] = before;
  if (other === undefined || before.includes(nodePort)) return [];
  const clusters = await otherClustersIn(config, app.name, groups);
  if (clusters.length === 0) return [];
  const reason =
    `is ${nodePort} and was ${other}, and nodes of ${config.clusterName} would get no requests for ${app.name} until health ` +
    `checks have found the other port; ${remedyFor(config)}`;
  return [{ path: pathOf(app, "service.nodePort"), reason }];
}

async function portsBefore(
  { clusterName }: ClusterConfig,
  { name }: AppConfig,
  groups: readonly SharedTargetGroup[],
): Promise<readonly number[]> {
  const found = await Promise.all(
    groups.map(({ arn }) => told(`which node ports serve ${name}`, nodePortsRegistered(arn, clusterName))),
  );
  return found.flatMap((ports) => ports ?? []);
}

/** The nodes of an Ingress's cluster stay targets when it is drained, see `drain.ts`. */
function remedyFor(config: ClusterConfig): string {
  return config.role === "primary" && hasIngress(config)
    ? "set it back, or describe it under another name beside this one, move the routes, and retire this one"
    : "set it back, or drain the cluster before (drained: true), change it, and take that back when its targets have drained";
}
