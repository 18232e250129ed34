import { resolveServingArgs, type ResolvedServingArgs } from "../shared/pods/serving-args.ts";
import { DEMO_APP_DEFAULTS, type DemoAppArgs } from "./args.ts";

type Own = Omit<DemoAppArgs, keyof ResolvedServingArgs>;

/** {@link DemoAppArgs} with their defaults. */
export type ResolvedDemoAppArgs = ResolvedServingArgs & Required<Omit<Own, "image">> & Pick<Own, "image">;

/** @param name the component's name. */
export function resolveDemoAppArgs(name: string, args: DemoAppArgs): ResolvedDemoAppArgs {
  const { targetGroupBinding: _, ...others } = args;
  const replicas = args.replicas ?? DEMO_APP_DEFAULTS.replicas;
  return {
    ...others,
    ...resolveServingArgs(name, args, replicas > 0),
    replicas,
    resources: args.resources ?? DEMO_APP_DEFAULTS.resources,
    transform: args.transform ?? {},
  };
}
