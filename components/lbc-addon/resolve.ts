import { INGRESS_CLASS_DEFAULTS, type IngressClassArgs } from "../shared/load-balancer/ingress-class.ts";
import { LBC_ADDON_DEFAULTS, type LbcAddonArgs } from "./args.ts";

type Optional =
  "existingPolicyArn" | "restrictToVpcArn" | "crds" | "gatewayApi" | "imageRepository" | "chartRepository";

/** {@link LbcAddonArgs} with their defaults. */
export interface ResolvedLbcAddonArgs
  extends Required<Omit<LbcAddonArgs, Optional | "ingressClass">>, Pick<LbcAddonArgs, Optional> {
  readonly ingressClass: IngressClassArgs & Required<Pick<IngressClassArgs, "name" | "isDefault">>;
}

export function resolveLbcAddonArgs(args: LbcAddonArgs): ResolvedLbcAddonArgs {
  return {
    ...args,
    partition: args.partition ?? LBC_ADDON_DEFAULTS.partition,
    version: args.version ?? LBC_ADDON_DEFAULTS.version,
    createCrds: args.createCrds ?? LBC_ADDON_DEFAULTS.createCrds,
    replicas: args.replicas ?? LBC_ADDON_DEFAULTS.replicas,
    resources: args.resources ?? LBC_ADDON_DEFAULTS.resources,
    nlbServices: args.nlbServices ?? LBC_ADDON_DEFAULTS.nlbServices,
    ingressClass: { ...INGRESS_CLASS_DEFAULTS, ...args.ingressClass },
    shield: args.shield ?? LBC_ADDON_DEFAULTS.shield,
    tolerations: args.tolerations ?? [],
    podsDependOn: args.podsDependOn ?? [],
    additionalPolicyArns: args.additionalPolicyArns ?? [],
    tags: args.tags ?? {},
    transform: args.transform ?? {},
  };
}
