import { defined } from "../shared/defined.ts";
import { resolveServingArgs, type ResolvedServingArgs } from "../shared/pods/serving-args.ts";
import { APP_DEFAULTS, type AppArgs, type AppRoleArgs } from "./args.ts";
import { resolveAutoscaling, type ResolvedAutoscaling } from "./autoscaling.ts";
import type { ResolvedHealthCheck } from "./probes.ts";
import type { ResolvedSecurity } from "./security.ts";

type Optional = "imagePullPolicy" | "command" | "args" | "replicas" | "priorityClassName";
type Resolved = "autoscaling" | "healthCheck" | "security" | "role";
type Own = Omit<AppArgs, keyof ResolvedServingArgs | Resolved>;

/** {@link AppArgs} with their defaults. */
export type ResolvedAppArgs = ResolvedServingArgs &
  Required<Omit<Own, Optional>> &
  Pick<Own, Optional> & {
    readonly autoscaling?: ResolvedAutoscaling;
    readonly healthCheck: ResolvedHealthCheck;
    readonly security: ResolvedSecurity;
    readonly role?: Required<AppRoleArgs>;
  };

/** @param name the component's name. */
export function resolveAppArgs(name: string, args: AppArgs): ResolvedAppArgs {
  const { targetGroupBinding: _binding, autoscaling, role, ...others } = args;
  const serving = resolveServingArgs(name, args, args.replicas !== 0);
  return {
    ...others,
    ...serving,
    ...defined({
      replicas: args.replicas ?? (autoscaling === undefined ? APP_DEFAULTS.replicas : undefined),
      autoscaling: autoscaling && resolveAutoscaling(autoscaling),
      role: role && resolveRole(role),
    }),
    imagePullSecrets: args.imagePullSecrets ?? [],
    env: args.env ?? {},
    envFrom: args.envFrom ?? [],
    files: args.files ?? [],
    writableFolders: args.writableFolders ?? APP_DEFAULTS.writableFolders,
    healthCheck: { ...APP_DEFAULTS.healthCheck, ...args.healthCheck },
    probes: args.probes ?? {},
    resources: args.resources ?? APP_DEFAULTS.resources,
    security: { ...APP_DEFAULTS.security, ...args.security },
    serviceAccountName: args.serviceAccountName ?? serving.deploymentName,
    createServiceAccount: args.createServiceAccount ?? APP_DEFAULTS.createServiceAccount,
    automountServiceAccountToken:
      args.automountServiceAccountToken ?? APP_DEFAULTS.automountServiceAccountToken,
    nodeSelector: args.nodeSelector ?? {},
    transform: args.transform ?? {},
  };
}

function resolveRole(role: AppRoleArgs): Required<AppRoleArgs> {
  return {
    ...role,
    policies: role.policies ?? {},
    policyArns: role.policyArns ?? [],
    tags: role.tags ?? {},
  };
}

/** Pods that a new app starts with: the fewest that there can be. */
export function fewestPods({ replicas, autoscaling }: ResolvedAppArgs): number {
  return replicas ?? autoscaling!.minReplicas;
}
