import { defined } from "../shared/defined.ts";
import { HEALTH_CHECK_DEFAULTS } from "../shared/load-balancer/health-check.ts";
import { resolveServingArgs, type ResolvedServingArgs } from "../shared/pods/serving-args.ts";
import { APP_DEFAULTS, type AppArgs, type ServiceAccountArgs } from "./args.ts";
import { resolveAutoscaling, type ResolvedAutoscaling } from "./autoscaling-args.ts";
import type { ProbedHealthCheck } from "./probes.ts";
import type { ResolvedSecurity } from "./security.ts";

type Optional = "imagePullPolicy" | "command" | "args" | "replicas" | "priorityClassName";
type Resolved = "autoscaling" | "healthCheck" | "security" | "serviceAccount";
type Own = Omit<AppArgs, keyof ResolvedServingArgs | Resolved>;

/** {@link AppArgs} with their defaults. */
export type ResolvedAppArgs = ResolvedServingArgs &
  Required<Omit<Own, Optional>> &
  Pick<Own, Optional> & {
    readonly autoscaling?: ResolvedAutoscaling;
    readonly healthCheck: Required<ProbedHealthCheck>;
    readonly security: ResolvedSecurity;
    readonly serviceAccount: ResolvedServiceAccount;
  };

type OptionalIdentity = "identity" | "clusterName";

export type ResolvedServiceAccount = Required<Omit<ServiceAccountArgs, OptionalIdentity>> &
  Pick<ServiceAccountArgs, OptionalIdentity>;

/** @param name the component's name. */
export function resolveAppArgs(name: string, args: AppArgs): ResolvedAppArgs {
  const { targetGroupBinding: _binding, autoscaling, ...others } = args;
  const { path, port, protocol } = HEALTH_CHECK_DEFAULTS;
  const serving = resolveServingArgs(name, args, args.replicas !== 0);
  return {
    ...others,
    ...serving,
    ...defined({
      replicas: args.replicas ?? (autoscaling === undefined ? APP_DEFAULTS.replicas : undefined),
      autoscaling: autoscaling && resolveAutoscaling(autoscaling),
    }),
    imagePullSecrets: args.imagePullSecrets ?? [],
    env: args.env ?? {},
    envFrom: args.envFrom ?? [],
    files: args.files ?? [],
    writablePaths: args.writablePaths ?? APP_DEFAULTS.writablePaths,
    healthCheck: { path, port, protocol, ...args.healthCheck },
    probes: args.probes ?? {},
    resources: args.resources ?? APP_DEFAULTS.resources,
    security: { ...APP_DEFAULTS.security, ...args.security },
    serviceAccount: resolveServiceAccount(serving.deploymentName, args.serviceAccount),
    nodeSelector: args.nodeSelector ?? {},
    transform: args.transform ?? {},
  };
}

function resolveServiceAccount(name: string, args: ServiceAccountArgs = {}): ResolvedServiceAccount {
  return {
    name,
    ...APP_DEFAULTS.serviceAccount,
    policies: {},
    managedPolicyArns: [],
    tags: {},
    ...args,
  };
}

/** Pods that a new app starts with: the fewest that there can be. */
export function fewestPods({ replicas, autoscaling }: ResolvedAppArgs): number {
  return replicas ?? autoscaling!.minReplicas;
}
