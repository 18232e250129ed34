import { own } from "../../components/shared/own.ts";
import { shown } from "../../components/shared/shown.ts";
import { isRouted, pathOf, portOf, workloadOf, type AppConfig } from "../apps/app.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { CommonConfig, MemberConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";
import { sharedNlbProblems } from "./other-nlbs.ts";
import type { SharedApp, SharedTargetGroup } from "../contract/shared-app.ts";

/** A stack whose cluster binds what another one shares. */
type Joining = Pick<MemberConfig, "apps" | "absentApps" | "sharedStack" | "clusterName" | "drained">;

/** Applications whose pods the cluster registers: those that are neither absent nor about to go. */
export function boundApps({ apps }: Pick<CommonConfig, "apps">, shared: SharedIngress): readonly AppConfig[] {
  return apps.filter(
    ({ name, absent, entry }) => !absent && entry.retire !== true && own(shared.apps, name)?.retire !== true,
  );
}

/**
 * Refuses applications that are not those of the stack that shares the load balancer, before anything is registered.
 *
 * @throws ConfigError with all that differs.
 */
export function refuseOtherApps(config: Joining, shared: SharedIngress): void {
  const problems = [
    ...boundApps(config, shared).flatMap((app) => boundProblems(config, app, own(shared.apps, app.name))),
    ...sharedNlbProblems(boundApps(config, shared), config.sharedStack, shared),
    ...missingProblems(config, shared),
    ...weightProblems(config, shared),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function boundProblems(
  { sharedStack }: Joining,
  app: AppConfig,
  shared: SharedApp | undefined,
): ConfigProblem[] {
  if (!isRouted(app)) return [];
  if (shared === undefined) {
    const path = app.key === "app" ? "app" : `apps.${app.name}`;
    const reason = `is not shared by stack "${sharedStack}"; update that one first (pulumi up --stack ${sharedStack}), or declare it absent here: appOverrides.${app.name}.absent`;
    return [{ path, reason }];
  }
  return portProblems(sharedStack, app, shared);
}

/** Pods of clusters may serve on different ports, but health checks of all go to the same one. */
function portProblems(sharedStack: string, app: AppConfig, shared: SharedApp): ConfigProblem[] {
  const port = portOf(app);
  const { healthCheckPort } = shared;
  if (workloadOf(app) !== "demo" || healthCheckPort === "traffic-port" || healthCheckPort === port) return [];
  const reason =
    `answers on port ${port}, but the load balancer of stack "${sharedStack}" checks pods of all clusters on port ` +
    `${healthCheckPort}; take the port of the health check away there and update it`;
  return [{ path: pathOf(app, "content"), reason }];
}

function missingProblems({ apps, absentApps, sharedStack }: Joining, shared: SharedIngress): ConfigProblem[] {
  const known = [...apps.map(({ name }) => name), ...absentApps];
  return Object.entries(shared.apps)
    .filter(([name, { retire }]) => !retire && !known.includes(name))
    .map(([name]) => ({
      path: "apps",
      reason: `does not have "${name}", which stack "${sharedStack}" shares; describe it as there, or say that this cluster does without: appOverrides.${name}.absent: true`,
    }));
}

/** Where clusters have target groups of their own, weights are the list of the clusters. One that is drained may leave it. */
function weightProblems(config: Joining, shared: SharedIngress): ConfigProblem[] {
  const { clusterName, sharedStack, drained } = config;
  if (drained) return [];
  const apps = boundApps(config, shared).filter(({ name }) => {
    const groups = sharedGroups(shared, name).filter(({ kind }) => kind === "own");
    return groups.length > 0 && !groups.some(({ cluster }) => cluster === clusterName);
  });
  if (apps.length === 0) return [];
  const reason =
    `is ${shown(clusterName)}, which the weights of stack "${sharedStack}" do not name, so that no requests for ` +
    `${apps.map(({ name }) => name).join(", ")} come by them; add ${clusterName}: 0 to each entry of weights there, update it ` +
    `(pulumi up --stack ${sharedStack}), and then this one`;
  return [{ path: "clusterName", reason }];
}

function sharedGroups(shared: SharedIngress, app: string): readonly SharedTargetGroup[] {
  return own(shared.apps, app)?.targetGroups ?? [];
}
