import type * as kubernetes from "@pulumi/kubernetes";
import type { Annotations } from "../shared/controller-annotations.ts";
import { defined } from "../shared/defined.ts";
import { defaultRuleAction, planRules } from "../shared/routing/plan.ts";
import { DEFAULT_ACTION } from "../shared/routing/route.ts";
import type { DefaultRuleAction, PlannedRule } from "../shared/routing/rule.ts";
import { prefixed } from "./ingress-annotations.ts";
import type { ResolvedCreateArgs } from "./resolve.ts";
import { actionAnnotation, conditionsAnnotation, transformsAnnotation } from "./rule-annotations.ts";
import type { AppService } from "./service.ts";

type IngressSpec = kubernetes.types.input.networking.v1.IngressSpec;
type IngressRule = kubernetes.types.input.networking.v1.IngressRule;
type Backend = kubernetes.types.input.networking.v1.IngressBackend;

/** What an Ingress says of its routes: in its spec, and what that has no words for in annotations. */
export interface IngressRules {
  readonly spec: Pick<IngressSpec, "rules" | "defaultBackend">;
  readonly annotations: Annotations;
}

/**
 * Rules in the order in which they are tried. Each is an entry of its own: within one entry the controller sorts paths by
 * their kind and length, between entries it keeps the order (pkg/ingress/model_build_listener_rules.go).
 */
export function ingressRules(
  { apps, defaultAction, quotas }: ResolvedCreateArgs,
  services: readonly AppService[],
): IngressRules {
  const parts = planRules(apps, quotas).map((rule) => describeRule(rule, serviceOf(services, rule.app)));
  const rules = parts.map(({ rule }) => rule);
  const byDefault = defaultRule(defaultRuleAction(defaultAction), services, rules.length > 0);
  return {
    spec: {
      ...(rules.length > 0 ? { rules } : undefined),
      ...defined({ defaultBackend: byDefault?.backend }),
    },
    annotations: prefixed(
      Object.assign(
        {},
        byDefault?.annotations,
        ...parts.map(({ annotations }) => annotations),
      ) as Annotations,
    ),
  };
}

function serviceOf(services: readonly AppService[], name: string): AppService {
  return services.find(({ app }) => app.name === name)!;
}

interface DescribedRule {
  readonly rule: IngressRule;
  readonly annotations: Annotations;
}

function describeRule(rule: PlannedRule, service: AppService): DescribedRule {
  return nativeRule(rule, service) ?? annotatedRule(rule, service);
}

/** The rule without annotations, where an entry of an Ingress can say all of it. */
function nativeRule(rule: PlannedRule, service: AppService): DescribedRule | undefined {
  const { hosts, paths, headers, query, methods, sourceCidrs } = rule.conditions;
  const others = [headers, query, methods, sourceCidrs].some((one) => one.length > 0);
  const path = nativePath(paths);
  const [host] = hosts;
  if (others || hosts.length > 1 || path === undefined || !isNativeHost(host)) return undefined;
  if (rule.action.type !== "forward" || Object.keys(rule.transforms).length > 0) return undefined;
  if (service.app.targetGroupArn !== undefined || isActionName(service.app.serviceName)) return undefined;
  return {
    rule: { ...defined({ host }), http: { paths: [{ ...path, backend: serviceBackend(service) }] } },
    annotations: {},
  };
}

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards */
function isNativeHost(host: string | undefined): boolean {
  return host === undefined || /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host);
}

/** What Kubernetes takes as a path without looking closer: no empty or dotted parts, nothing encoded. */
const PLAIN_PATH = /^\/([A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*)?$/;

/**
 * A path of an Ingress which the controller turns into exactly these patterns; `{}` for no pattern at all.
 *
 * The controller refuses wildcards in paths of the types Exact and Prefix.
 */
function nativePath(patterns: readonly string[]): { path?: string; pathType: string } | undefined {
  const [first, second, ...others] = patterns;
  if (first === undefined) return { pathType: "ImplementationSpecific" };
  if (others.length > 0) return undefined;
  if (second !== undefined) {
    const isPrefix = second === `${first}/*` && PLAIN_PATH.test(first);
    return isPrefix ? { path: first, pathType: "Prefix" } : undefined;
  }
  if (first === "/*") return { path: "/", pathType: "Prefix" };
  if (PLAIN_PATH.test(first)) return { path: first, pathType: "Exact" };
  return /[*?]/.test(first) && first.startsWith("/")
    ? { path: first, pathType: "ImplementationSpecific" }
    : undefined;
}

function serviceBackend({ app, serviceName }: AppService): Backend {
  const { port } = app.service;
  return {
    service: { name: serviceName, port: typeof port === "number" ? { number: port } : { name: port } },
  };
}

/** The port name by which an Ingress refers to an annotation `actions.NAME` in place of a Service. */
const USE_ANNOTATION = "use-annotation";

const DEFAULT_ACTION_NAME = "default-action";

/** The part of the keys of a rule's annotations that names the rule; the whole key may have 63 characters. */
function actionName({ app, route, part }: PlannedRule): string {
  return `rule-${route + 1}-${part + 1}-${app}`;
}

/** A Service of such a name would get the conditions that are meant for a rule. */
function isActionName(serviceName: string): boolean {
  return /^rule-\d+-\d+-/.test(serviceName);
}

function annotatedBackend(name: string): Backend {
  return { service: { name, port: { name: USE_ANNOTATION } } };
}

function annotatedRule(rule: PlannedRule, service: AppService): DescribedRule {
  const name = actionName(rule);
  const transforms = transformsAnnotation(rule.transforms);
  return {
    rule: { http: { paths: [{ pathType: "ImplementationSpecific", backend: annotatedBackend(name) }] } },
    annotations: {
      [`actions.${name}`]: actionAnnotation(rule.action, service.app),
      [`conditions.${name}`]: conditionsAnnotation(rule.conditions),
      ...(transforms === undefined ? undefined : { [`transforms.${name}`]: transforms }),
    },
  };
}

/** The controller's own answer, which needs no words unless an Ingress would have none at all. */
function isControllers(action: DefaultRuleAction): boolean {
  return JSON.stringify(action) === JSON.stringify(defaultRuleAction(DEFAULT_ACTION));
}

function defaultRule(
  action: DefaultRuleAction,
  services: readonly AppService[],
  hasRules: boolean,
): { readonly backend: Backend; readonly annotations: Annotations } | undefined {
  if (hasRules && isControllers(action)) return undefined;
  const service = action.type === "forward" ? serviceOf(services, action.app) : undefined;
  if (service !== undefined && service.app.targetGroupArn === undefined) {
    return { backend: serviceBackend(service), annotations: {} };
  }
  return {
    backend: annotatedBackend(DEFAULT_ACTION_NAME),
    annotations: { [`actions.${DEFAULT_ACTION_NAME}`]: actionAnnotation(action, service?.app) },
  };
}
