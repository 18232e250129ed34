import { own } from "../../components/shared/own.ts";
import { shown } from "../../components/shared/shown.ts";
import { pathOf, type AppConfig } from "../apps/app.ts";
import { hasGroups } from "../apps/ownership.ts";
import { termsOf } from "../apps/terms.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { clustersIn } from "../living/clusters-in.ts";
import type { Living } from "../living/living.ts";
import { groupsBefore, TERMS, termsBefore, type TermsBefore } from "../living/shared-before.ts";
import { otherServicePorts } from "./other-service-port.ts";

type Term = (typeof TERMS)[number];

/**
 * Refuses what would put another target group, or other bindings, in the place of those by which other clusters serve: until
 * they are updated, requests would be answered with 503.
 *
 * @throws ConfigError naming each field, and what to do instead.
 */
export async function refuseOtherTargetGroup(
  config: OwnerConfig,
  { outputs }: Living,
  isHeld: boolean,
): Promise<void> {
  if (!isHeld) return;
  const terms = termsBefore(outputs);
  const groups = groupsBefore(outputs);
  const found = await Promise.all(
    config.apps
      .filter((app) => hasGroups(config, app) && changesOf(config, app, own(terms, app.name)).length > 0)
      .map(async (app) => {
        const served = await clustersIn(app.name, own(groups, app.name) ?? []);
        const others = served.filter((cluster) => cluster !== config.clusterName);
        return others.length === 0 ? [] : problemsOf(config, app, own(terms, app.name)!, others);
      }),
  );
  const problems = [...found.flat(), ...(await otherServicePorts(config, outputs))];
  if (problems.length > 0) throw new ConfigError(problems);
}

/** What was told at the last update and is another thing now. */
function changesOf({ ingress }: OwnerConfig, app: AppConfig, before: TermsBefore = {}): readonly Term[] {
  const now = termsOf(ingress, app);
  return TERMS.filter((term) => before[term] !== undefined && before[term] !== now[term]);
}

function problemsOf(
  config: OwnerConfig,
  app: AppConfig,
  before: TermsBefore,
  clusters: readonly string[],
): ConfigProblem[] {
  const now = termsOf(config.ingress, app);
  return changesOf(config, app, before).map((term) => ({
    path: pathOf(app, term),
    reason:
      `is ${words(now[term])} and was ${words(before[term])}, but ${app.name} has pods in ${clusters.join(", ")}; set it back, ` +
      "describe it under another name beside this one, move the routes, and retire this one",
  }));
}

function words(value: unknown): string {
  return value === "" ? "not set" : shown(value);
}
