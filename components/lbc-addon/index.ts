export { LBC_ADDON_DEFAULTS } from "./args.ts";
export type {
  ChartRepository,
  ControllerResources,
  GatewayDefinitions,
  IngressClassParamsArgs,
  LbcAddonArgs,
  LbcAddonNodes,
  LbcAddonTransforms,
} from "./args.ts";
export { lbcPolicy, MANAGED_POLICY_LIMIT, type PolicyScope } from "./iam-policy/index.ts";
export type { LbcCrd } from "./crds.ts";
export { LbcAddon } from "./lbc-addon.ts";
export { LbcCrdsError, readLbcCrds, type ReadLbcCrdsOptions } from "./read-crds.ts";
export { irsaTrustPolicy, podIdentityTrustPolicy } from "./trust-policy.ts";
export { DEFAULT_LBC_VERSION, LBC_RELEASES, type LbcRelease, type LbcVersion } from "./versions.ts";
