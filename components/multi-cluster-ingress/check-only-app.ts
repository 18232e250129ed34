import type { ArgsCheck } from "../shared/args-check.ts";
import { checkDisruptionBudget } from "../shared/disruption-budget.ts";
import { FORMS } from "../shared/forms.ts";
import { PORTS } from "../shared/ports.ts";
import type { JoinIngressArgs, MultiClusterIngressArgs } from "./args.ts";

/** Checks the app of args without `apps`. */
export function checkOnlyApp(check: ArgsCheck<MultiClusterIngressArgs>): void {
  const { args } = check;
  check.text("serviceName", FORMS.dnsLabel);
  checkSelector(check);
  refuseMissing(check, "containerPort");
  check.integer("containerPort", PORTS);
  checkDisruptionBudget(check.at("podDisruptionBudget"), undefined);
  if (args.mode === "join") checkJoined(check.withArgs(args));
  else for (const key of ["defaultAction", "quotas"] as const) refuseWithoutApps(check.withArgs(args), key);
}

function checkSelector(check: ArgsCheck<MultiClusterIngressArgs>): void {
  const { selector } = check.args;
  refuseMissing(check, "selector");
  if (selector !== undefined && Object.keys(selector).length === 0) {
    check.add("selector", "is empty; give the labels of the workload's pods");
  }
}

function checkJoined(check: ArgsCheck<JoinIngressArgs>): void {
  refuseMissing(check, "targetGroupArn");
  check.text("targetGroupArn", FORMS.targetGroupArn);
  check.text("bindingName", FORMS.dnsLabel);
  check.integer("healthCheckPort", PORTS);
}

function refuseMissing<Key extends "selector" | "containerPort" | "targetGroupArn">(
  check: ArgsCheck<Partial<Record<Key, unknown>>>,
  key: Key,
): void {
  if (check.args[key] === undefined)
    check.add(key as never, "is missing; give it, or describe apps in `apps`");
}

function refuseWithoutApps<Key extends "defaultAction" | "quotas">(
  check: ArgsCheck<Partial<Record<Key, unknown>>>,
  key: Key,
): void {
  if (check.args[key] === undefined) return;
  check.add(
    key as never,
    "means nothing for an app that gets all requests; describe it in `apps`, with its routes",
  );
}
