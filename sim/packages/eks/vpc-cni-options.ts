import { isObject } from "../../core/is-object.ts";
import type { Properties } from "../../core/resource-type.ts";

/**
 * The component's options for the VPC CNI, as environment variables of its two containers. Names and defaults
 * are those of `nodejs/eks/addons/cni-addon.ts` (computeEnv) in 4.3.0.
 */
interface EnvironmentVariable {
  readonly option: string;
  readonly variable: string;
  readonly default?: string;
}

const ipamVariables: readonly EnvironmentVariable[] = [
  { option: "nodePortSupport", variable: "AWS_VPC_CNI_NODE_PORT_SUPPORT" },
  { option: "warmEniTarget", variable: "WARM_ENI_TARGET", default: "1" },
  { option: "warmIpTarget", variable: "WARM_IP_TARGET" },
  { option: "warmPrefixTarget", variable: "WARM_PREFIX_TARGET" },
  { option: "enablePrefixDelegation", variable: "ENABLE_PREFIX_DELEGATION" },
  { option: "logLevel", variable: "AWS_VPC_K8S_CNI_LOGLEVEL", default: "DEBUG" },
  {
    option: "logFile",
    variable: "AWS_VPC_K8S_CNI_LOG_FILE",
    default: "/host/var/log/aws-routed-eni/ipamd.log",
  },
  { option: "vethPrefix", variable: "AWS_VPC_K8S_CNI_VETHPREFIX", default: "eni" },
  { option: "eniMtu", variable: "AWS_VPC_ENI_MTU", default: "9001" },
  { option: "eniConfigLabelDef", variable: "ENI_CONFIG_LABEL_DEF" },
  { option: "pluginLogLevel", variable: "AWS_VPC_K8S_PLUGIN_LOG_LEVEL", default: "DEBUG" },
  {
    option: "pluginLogFile",
    variable: "AWS_VPC_K8S_PLUGIN_LOG_FILE",
    default: "/var/log/aws-routed-eni/plugin.log",
  },
  { option: "enablePodEni", variable: "ENABLE_POD_ENI", default: "false" },
  { option: "cniConfigureRpfilter", variable: "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER" },
  // `customNetworkConfig` sets the same variable in the component, but this one always overwrites it.
  { option: "cniCustomNetworkCfg", variable: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", default: "false" },
  { option: "externalSnat", variable: "AWS_VPC_K8S_CNI_EXTERNALSNAT", default: "false" },
];

const initVariables: readonly EnvironmentVariable[] = [
  { option: "disableTcpEarlyDemux", variable: "DISABLE_TCP_EARLY_DEMUX", default: "false" },
];

/** Every option of `vpcCniOptions` that the expansion looks at. */
export const vpcCniOptionNames: readonly string[] = [
  ...[...ipamVariables, ...initVariables].map(({ option }) => option),
  "addonVersion",
  "cniExternalSnat",
  "configurationValues",
  "customNetworkConfig",
  "enableNetworkPolicy",
  "resolveConflictsOnCreate",
  "resolveConflictsOnUpdate",
  "serviceAccountRoleArn",
];

/**
 * The add-on's configuration: `configurationValues` completed by what the other options say, keys sorted.
 *
 * @throws Error in the component's words when both SNAT options are given.
 */
export function vpcCniConfiguration(options: Properties): string {
  if (options.cniExternalSnat && options.externalSnat) {
    throw new Error("Please specify one of `cniExternalSnat` or `externalSnat` in your VpcCniOptions");
  }
  const given = {
    ...options,
    externalSnat: options.externalSnat || options.cniExternalSnat,
  };
  const values = asObject(options.configurationValues);
  const init = asObject(values.init);
  return stringifySorted({
    ...values,
    ...(options.enableNetworkPolicy === undefined || "enableNetworkPolicy" in values
      ? {}
      : { enableNetworkPolicy: String(options.enableNetworkPolicy) }),
    env: { ...environment(ipamVariables, given), ...asObject(values.env) },
    init: { ...init, env: { ...environment(initVariables, given), ...asObject(init.env) } },
  });
}

/** Add-on configuration as the component writes it: the same values always give the same text. */
export function stringifySorted(values: unknown): string {
  return JSON.stringify(values, (_key, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

/** Options that are off or zero leave the default, as in the component, which tests them for truth. */
function environment(variables: readonly EnvironmentVariable[], options: Properties): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ option, variable, default: fallback }) => {
      const value = options[option];
      const isGiven = option === "warmEniTarget" ? value !== undefined : Boolean(value);
      if (isGiven) return [[variable, String(value)]];
      return fallback === undefined ? [] : [[variable, fallback]];
    }),
  );
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
