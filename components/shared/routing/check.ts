import type { ArgsCheck } from "../args-check.ts";
import { checkAnswer } from "./check-answer.ts";
import { checkRoute } from "./check-route.ts";
import { ROUTE_FORMS } from "./forms.ts";
import { planRules } from "./plan.ts";
import type { AppRoutes, DefaultAction, RoutingQuotas } from "./route.ts";
import type { PlannedRule } from "./rule.ts";
import { shadowedRoutes, type RoutePlace } from "./shadow.ts";

type Quotas = Required<RoutingQuotas>;

/** What args of a load balancer say of routing, with their defaults. */
export interface RoutingArgs {
  /** In the order in which their routes are tried. */
  readonly apps: readonly AppRoutes[];
  readonly defaultAction: DefaultAction;
  readonly quotas: Quotas;
}

/**
 * Checks apps' names and routes, the default action and the quotas; if nothing is wrong with any of them, also that every
 * route can get a request, and that the load balancer takes so many rules.
 *
 * @param listeners that have the rules: not one that redirects everything.
 */
export function checkRouting(check: ArgsCheck<RoutingArgs>, listeners: number): void {
  const { apps, quotas } = check.args;
  const before = check.problems.length;
  checkQuotas(check.at("quotas")!);
  checkApps(check);
  checkDefaultAction(
    check.at("defaultAction")!,
    apps.map(({ name }) => name),
  );
  if (check.problems.length > before) return;
  const rules = planRules(apps, quotas);
  checkOrder(check, rules);
  checkRuleCount(check, rules.length, listeners);
}

function checkQuotas(quotas: ArgsCheck<Quotas>): void {
  quotas.integer("rulesPerLoadBalancer", { min: 1, max: 10_000 });
  quotas.integer("conditionValuesPerRule", { min: 1, max: 100 });
  quotas.integer("conditionWildcardsPerRule", { min: 1, max: 100 });
}

function checkApps(check: ArgsCheck<RoutingArgs>): void {
  const names = check.args.apps.map(({ name }) => name);
  for (const [index, app] of check.each("apps").entries()) {
    const { name } = app.args;
    app.text("name", ROUTE_FORMS.app);
    if (names.indexOf(name) < index)
      app.add("name", `is "${name}", as is that of an app before; name each once`);
    for (const route of app.each("routes")) checkRoute(route, check.args.quotas);
  }
}

/** What is done with requests that no route takes. */
function checkDefaultAction(action: ArgsCheck<DefaultAction>, apps: readonly string[]): void {
  action.addAt(action.place, kindsProblem(action.args, ["app", "redirect", "fixedResponse"]));
  action.oneOf("app", apps);
  checkAnswer(action);
}

function kindsProblem(action: DefaultAction, kinds: readonly string[]): string | undefined {
  const given = kinds.filter((kind) => kind in action);
  if (given.length === 1) return undefined;
  return `has ${given.join(" and ") || "nothing"}; give one of ${kinds.join(", ")}`;
}

/** Routes that never get a request are a mistake of order, or left over. */
function checkOrder(check: ArgsCheck<RoutingArgs>, rules: readonly PlannedRule[]): void {
  const apps = check.each("apps");
  for (const { app, route, by } of shadowedRoutes(rules)) {
    const before = by.map(placeText).join(" and ");
    const routes = apps.find(({ args }) => args.name === app)!.at("routes")!;
    routes.add(
      route,
      `never gets a request, as ${before} ${by.length === 1 ? "takes" : "take"} all that it would; ${remedy(app, by)}`,
    );
  }
}

function placeText({ app, route }: RoutePlace): string {
  return `apps.${app}.routes[${route}]`;
}

function remedy(app: string, by: readonly RoutePlace[]): string {
  const others = [...new Set(by.map((place) => place.app).filter((name) => name !== app))];
  const move =
    others.length === 0
      ? "move it up before that one"
      : `put app ${app} before ${others.join(" and ")} (a lower order)`;
  return `${move}, or remove it`;
}

/** AWS counts the rules of all listeners, but not their default rules. */
function checkRuleCount(check: ArgsCheck<RoutingArgs>, rules: number, listeners: number): void {
  const most = check.args.quotas.rulesPerLoadBalancer;
  if (rules * listeners <= most) return;
  const sum =
    listeners === 1
      ? `${rules} rules`
      : `${rules} rules on each of ${listeners} listeners, ${rules * listeners} together`;
  check.add(
    "apps",
    `need ${sum}, and a load balancer has at most ${most}; merge or remove routes, or have the quota raised and say so by quotas.rulesPerLoadBalancer`,
  );
}
