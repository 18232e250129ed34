import { NotSimulated } from "../../../core/errors.ts";

/** How the VPC CNI keeps addresses ready: https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md */
export interface CniSettings {
  /** Interfaces with all their addresses to keep free. */
  readonly warmEnis: number;
  /** Addresses to keep free, and to have in all; with either, whole interfaces are not kept free. */
  readonly warmAddresses: number | undefined;
  readonly minimumAddresses: number | undefined;
  /** Whether /28 prefixes are taken in place of single addresses. */
  readonly prefixDelegation: boolean;
  readonly warmPrefixes: number;
  /** Whether pods' interfaces are in the subnets, and have the security groups, of ENIConfigs. */
  readonly customNetworking: boolean;
  /** Whether further interfaces may be in any subnet of the node's zone that bears the tag for it. */
  readonly subnetDiscovery: boolean;
  /** Node label that names a node's ENIConfig. */
  readonly eniConfigLabel: string | undefined;
}

/** Settings that change what the network does in ways that are not simulated, with the only value that is. */
const fixed: Readonly<Record<string, string>> = {
  DISABLE_NETWORK_RESOURCE_PROVISIONING: "false",
  ENABLE_IPv4: "true",
  ENABLE_IPv6: "false",
  ENABLE_POD_ENI: "false",
};

/**
 * Reads the environment of aws-node.
 *
 * @throws NotSimulated for modes of the network that are not modelled.
 */
export function cniSettings(environment: Readonly<Record<string, string>>): CniSettings {
  for (const [name, only] of Object.entries(fixed)) {
    const value = environment[name] ?? only;
    if (value !== only) throw new NotSimulated(`VPC CNI setting ${name}=${value}`);
  }
  return {
    warmEnis: numberOf(environment.WARM_ENI_TARGET) ?? 1,
    warmAddresses: numberOf(environment.WARM_IP_TARGET),
    minimumAddresses: numberOf(environment.MINIMUM_IP_TARGET),
    prefixDelegation: environment.ENABLE_PREFIX_DELEGATION === "true",
    warmPrefixes: numberOf(environment.WARM_PREFIX_TARGET) ?? 1,
    customNetworking: environment.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG === "true",
    subnetDiscovery: environment.ENABLE_SUBNET_DISCOVERY !== "false",
    eniConfigLabel: environment.ENI_CONFIG_LABEL_DEF,
  };
}

/** A value that is missing, not a number, or negative does not count. */
function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text === "" ? Number.NaN : Number(text);
  return Number.isInteger(value) && value >= 0 ? value : undefined;
}
