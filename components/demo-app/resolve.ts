import { defined } from "../shared/defined.ts";
import { DEMO_APP_DEFAULTS, type DemoAppArgs } from "./args.ts";

type Optional = "image" | "targetGroupBinding" | "serviceSelector";

/** {@link DemoAppArgs} with their defaults. */
export type ResolvedDemoAppArgs = Required<Omit<DemoAppArgs, Optional>> & Pick<DemoAppArgs, Optional>;

/** @param name the component's name. */
export function resolveDemoAppArgs(name: string, args: DemoAppArgs): ResolvedDemoAppArgs {
  const { targetGroupBinding, ...others } = args;
  const deploymentName = args.deploymentName ?? name;
  const replicas = args.replicas ?? DEMO_APP_DEFAULTS.replicas;
  return {
    ...others,
    // Without pods there is nothing that could ever be registered.
    ...defined({ targetGroupBinding: replicas > 0 ? targetGroupBinding : undefined }),
    deploymentName,
    labels: args.labels ?? { "app.kubernetes.io/name": deploymentName },
    replicas,
    resources: args.resources ?? DEMO_APP_DEFAULTS.resources,
    tolerations: args.tolerations ?? [],
    preStopSeconds: args.preStopSeconds ?? DEMO_APP_DEFAULTS.preStopSeconds,
    drainSeconds: args.drainSeconds ?? DEMO_APP_DEFAULTS.drainSeconds,
    podDisruptionBudget: args.podDisruptionBudget ?? DEMO_APP_DEFAULTS.podDisruptionBudget,
    transform: args.transform ?? {},
  };
}
