import { own } from "../../components/shared/own.ts";
import { isRouted, pathOf, portOf, workloadOf, type AppConfig } from "../apps/app.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { CommonConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";
import type { SharedApp } from "../contract/shared-app.ts";

/** A stack whose clusters bind what another one shares. */
interface Joining extends Pick<CommonConfig, "apps" | "absentApps"> {
  readonly sharedStack: string;
}

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
    ...missingProblems(config, shared),
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
