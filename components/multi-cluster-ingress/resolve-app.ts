import { defined } from "../shared/defined.ts";
import { DEFAULT_ROUTES } from "../shared/routing/route.ts";
import {
  INGRESS_APP_DEFAULTS,
  SERVICE_DEFAULTS,
  type AppBindingArgs,
  type AppServiceArgs,
  type IngressAppArgs,
} from "./app-args.ts";
import type { MultiClusterIngressArgs } from "./args.ts";
import {
  resolveHealthCheck,
  TRAFFIC_PORT,
  type ResolvedHealthCheck,
} from "../shared/load-balancer/health-check.ts";
import { resolveTargetGroup, type ResolvedTargetGroup } from "../shared/load-balancer/target-group.ts";

type Defaulted =
  | "resourceName"
  | "namespace"
  | "createNamespace"
  | "serviceName"
  | "targetType"
  | "protocolVersion"
  | "routes"
  | "awaitFirstPass";

type Inherited = "service" | "bindings" | "healthCheck" | "targetGroup";

/** {@link IngressAppArgs} with their defaults. */
export interface ResolvedApp
  extends Required<Pick<IngressAppArgs, Defaulted>>, Omit<IngressAppArgs, Defaulted | Inherited> {
  readonly service: ResolvedAppService;
  readonly bindings: readonly Required<AppBindingArgs>[];
  /** Undefined where it is what the Ingress says of all. */
  readonly healthCheck?: ResolvedHealthCheck;
  /** Undefined where it is what the Ingress says of all. */
  readonly targetGroup?: ResolvedTargetGroup;
}

export type ResolvedAppService = Required<Pick<AppServiceArgs, "port" | "type">> &
  Omit<AppServiceArgs, "port" | "type">;

/** @param component the component's name. */
export function resolveApps(component: string, args: MultiClusterIngressArgs): readonly ResolvedApp[] {
  return (args.apps ?? [onlyApp(component, args)]).map((app) => resolveApp(component, args, app));
}

/** The app of args without `apps`. */
function onlyApp(component: string, args: MultiClusterIngressArgs): IngressAppArgs {
  const { selector, podDisruptionBudget } = args;
  const serviceName = args.serviceName ?? component;
  return {
    name: serviceName,
    resourceName: component,
    serviceName,
    // Whether there is one is checked.
    containerPort: args.containerPort!,
    ...defined({ selector, podDisruptionBudget }),
    ...(args.mode === "join" ? onlyBinding(component, args) : undefined),
  };
}

function onlyBinding(
  component: string,
  { bindingName, targetGroupArn, healthCheckPort }: MultiClusterIngressArgs & { readonly mode: "join" },
): Pick<IngressAppArgs, "bindings" | "healthCheckPort"> {
  const binding = { name: bindingName ?? component, resourceName: `${component}-binding` };
  return { bindings: [{ ...binding, targetGroupArn: targetGroupArn! }], ...defined({ healthCheckPort }) };
}

function resolveApp(
  component: string,
  { namespace: common, mode }: MultiClusterIngressArgs,
  app: IngressAppArgs,
): ResolvedApp {
  const { healthCheck, targetGroup, ...others } = app;
  const namespace = app.namespace ?? common;
  const resourceName = app.resourceName ?? `${component}-${app.name}`;
  const protocolVersion = app.protocolVersion ?? INGRESS_APP_DEFAULTS.protocolVersion;
  const serviceName = app.service?.existing ?? app.serviceName ?? `service-${app.name}`;
  return {
    ...others,
    resourceName,
    namespace,
    createNamespace: namespace !== common && (app.createNamespace ?? app.service?.existing === undefined),
    serviceName,
    service: { ...SERVICE_DEFAULTS, ...defined(app.service ?? {}) },
    targetType: app.targetType ?? INGRESS_APP_DEFAULTS.targetType,
    protocolVersion,
    routes: app.routes ?? DEFAULT_ROUTES,
    bindings: bindingsOf(mode === "create" ? app : { bindings: app.bindings }, resourceName, serviceName),
    awaitFirstPass: app.awaitFirstPass ?? INGRESS_APP_DEFAULTS.awaitFirstPass,
    ...defined({
      healthCheck: mode === "create" ? ownHealthCheck(healthCheck, protocolVersion) : undefined,
      targetGroup: targetGroup && resolveTargetGroup(targetGroup),
      healthCheckPort: app.healthCheckPort ?? numberOf(healthCheck?.port),
    }),
  };
}

/** The Ingress's check is for HTTP; that of gRPC has other codes. */
function ownHealthCheck(
  args: IngressAppArgs["healthCheck"],
  protocolVersion: ResolvedApp["protocolVersion"],
): ResolvedHealthCheck | undefined {
  return args === undefined && protocolVersion !== "GRPC"
    ? undefined
    : resolveHealthCheck(args, protocolVersion);
}

function numberOf(port: number | typeof TRAFFIC_PORT | undefined): number | undefined {
  return port === TRAFFIC_PORT ? undefined : port;
}

/** With a target group of its own, that one first. */
function bindingsOf(
  {
    targetGroupArn,
    bindings = [],
  }: { [Key in "targetGroupArn" | "bindings"]?: IngressAppArgs[Key] | undefined },
  resourceName: string,
  serviceName: string,
): readonly Required<AppBindingArgs>[] {
  const own = targetGroupArn === undefined ? [] : [{ name: `${serviceName}-alb`, targetGroupArn }];
  return [...own, ...bindings].map((binding: AppBindingArgs) => ({
    ...binding,
    resourceName: binding.resourceName ?? bindingResourceName(binding.name, resourceName, serviceName),
  }));
}

/** `<app>-binding` of the binding that is named as the Service, `<app>-binding-alb` of `<service>-alb`. */
export function bindingResourceName(name: string, resourceName: string, serviceName: string): string {
  if (name === serviceName) return `${resourceName}-binding`;
  const rest = name.startsWith(`${serviceName}-`) ? name.slice(serviceName.length + 1) : name;
  return `${resourceName}-binding-${rest}`;
}
