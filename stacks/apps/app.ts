/** Applications of a stack, as its configuration describes them. */
import type { z } from "zod";
import {
  APP_DEFAULTS,
  DEFAULT_ACTION,
  DEMO_APP_DEFAULTS,
  DEFAULT_ROUTES,
  DEMO_APPS,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { own } from "../../components/shared/own.ts";
import { ROUTE_FORMS } from "../../components/shared/routing/forms.ts";
import { hasTargets } from "../../components/shared/routing/plan.ts";
import type { AppRoutes } from "../../components/shared/routing/route.ts";
import type { appEntry, appOverride } from "../config/app-schema.ts";
import type { ConfigValues } from "../config/schema.ts";
import { SHORT_FORM_NAME } from "../names.ts";

/** One entry of the key `apps`. */
export type AppEntry = z.infer<typeof appEntry>;

type AppOverride = z.infer<typeof appOverride>;

/** Port of a container that names none. */
export const DEFAULT_PORT = 8080;

/** How an application is deployed. */
export type Workload = "demo" | "container" | "external";

/** One application of the stack that runs. */
export interface AppConfig {
  readonly name: string;
  /** The key of the configuration that describes it. */
  readonly key: "app" | "apps";
  /** What stands under that key, with what this stack changes of it. */
  readonly entry: AppEntry;
  /** Fields that the key `appOverrides` sets, such as `image`, or `nlb.ports` where it is merged by field. */
  readonly overridden: readonly string[];
  readonly namespace: string;
  /** Whether this stack does not deploy it. */
  readonly absent: boolean;
}

/** Keys that describe applications. */
export type AppKeys = Pick<ConfigValues, "app" | "apps" | "appOverrides" | "namespace">;

/**
 * Applications in the order of their routes: by `order`, then by name. The engine hands mappings over with sorted keys, so
 * that the order in a file is lost.
 */
export function appsOf({ app, apps, appOverrides, namespace }: AppKeys): AppConfig[] {
  const isShort = Object.keys(apps).length === 0;
  const entries: Readonly<Record<string, AppEntry>> = isShort ? { [SHORT_FORM_NAME]: shortForm(app) } : apps;
  return Object.entries(entries)
    .map(([name, entry]): AppConfig => {
      const { absent = false, ...override } = own(appOverrides, name) ?? {};
      return {
        name,
        key: isShort ? "app" : "apps",
        entry: merged(entry, override),
        overridden: overriddenBy(override),
        namespace: entry.namespace ?? namespace,
        absent,
      };
    })
    .sort((one, other) => orderOf(one) - orderOf(other) || (one.name < other.name ? -1 : 1));
}

function overriddenBy({ nlb = {}, ...others }: Omit<AppOverride, "absent">): readonly string[] {
  const { names = {}, ...ofNlb } = nlb;
  return [
    ...Object.keys(others),
    ...Object.keys(ofNlb).map((field) => `nlb.${field}`),
    ...Object.keys(names).map((field) => `nlb.names.${field}`),
  ];
}

function shortForm(app: ConfigValues["app"]): AppEntry {
  return { ...app, content: app.content ?? { type: "colour-page" } };
}

export type NlbEntry = NonNullable<AppEntry["nlb"]>;

/** Names by field, too: weights differ from stack to stack. */
function mergedNlb(entry: NlbEntry, { names, ...others }: NonNullable<AppOverride["nlb"]>): NlbEntry {
  return {
    ...entry,
    ...others,
    ...defined({ names: names === undefined ? entry.names : { hosts: [], ...entry.names, ...names } }),
  };
}

function orderOf({ entry }: AppConfig): number {
  return entry.order ?? 0;
}

/** Field by field; variables by name, and of a page and a load balancer of its own what is given. Replicas and autoscaling take each other's place. */
function merged(entry: AppEntry, override: Omit<AppOverride, "absent">): AppEntry {
  const { replicas, autoscaling, ...others } = entry;
  const { nlb: _nlb, ...plain } = override;
  const scaling =
    override.replicas === undefined && override.autoscaling === undefined
      ? defined({ replicas, autoscaling })
      : {};
  return {
    ...others,
    ...scaling,
    ...plain,
    ...defined({
      env: override.env && { ...entry.env, ...override.env },
      content: override.content && mergedContent(entry.content, override.content),
      nlb: entry.nlb && mergedNlb(entry.nlb, override.nlb ?? {}),
    }),
  };
}

function mergedContent(
  content: AppEntry["content"],
  override: NonNullable<AppEntry["content"]>,
): NonNullable<AppEntry["content"]> {
  return content?.type === override.type ? { ...content, ...override } : override;
}

/** How an application is deployed: by what its entry has. */
export function workloadOf({ entry }: AppConfig): Workload {
  if (entry.external !== undefined) return "external";
  return entry.content === undefined ? "container" : "demo";
}

/** Pods that the stack itself starts; an autoscaler adds more where nodes have room. */
export function podsOf(app: AppConfig): number {
  const { replicas, autoscaling } = app.entry;
  if (workloadOf(app) === "external") return 0;
  if (autoscaling !== undefined) return autoscaling.minReplicas ?? APP_DEFAULTS.autoscaling.minReplicas;
  return replicas ?? DEMO_APP_DEFAULTS.replicas;
}

/** Port on which the application's pods listen. */
export function portOf({ entry }: AppConfig): number {
  return entry.content === undefined
    ? (entry.port ?? DEFAULT_PORT)
    : DEMO_APPS[entry.content.type].containerPort;
}

/** The routes of an application; one that names none gets all requests. */
export function routesOf({ name, entry }: AppConfig): AppRoutes {
  return { name, routes: entry.routes ?? DEFAULT_ROUTES };
}

/** Whether a route sends requests to the application. */
export function isRouted(app: AppConfig): boolean {
  return hasTargets(routesOf(app), DEFAULT_ACTION);
}

/** Whether the names of its resources can be made of an application's name. */
export function isAppName(name: string): boolean {
  return ROUTE_FORMS.app[0].test(name);
}

/** Whether an application's configuration itself has a field, given by its path. */
export function hasField({ entry }: AppConfig, path: string): boolean {
  return Object.hasOwn(entry, path.split(/[.[]/, 1)[0]!);
}

/** Where the configuration has a field of an application. */
export function pathOf({ name, key, overridden }: AppConfig, path: string): string {
  if (overridden.some((field) => isWithin(path, field))) return `appOverrides.${name}.${path}`;
  return key === "app" ? `app.${path}` : `apps.${name}.${path}`;
}

function isWithin(path: string, field: string): boolean {
  return path.startsWith(field) && /^([.[]|$)/.test(path.slice(field.length));
}
