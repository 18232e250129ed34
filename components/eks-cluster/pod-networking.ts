import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";

/**
 * How the VPC CNI plugin gives addresses to pods. The plugin's settings are at
 * https://github.com/aws/amazon-vpc-cni-k8s#cni-configuration-variables
 */
export type PodNetworking = SecondaryIpNetworking | PrefixDelegation | CustomNetworking;

/** Each pod gets a secondary address of a network interface of its node. */
export interface SecondaryIpNetworking extends PodAddresses, SubnetDiscovery {
  readonly mode: "secondary-ip";
  /**
   * Free network interfaces that a node keeps (WARM_ENI_TARGET). Without effect beside `warmIpTarget`.
   * @default 1
   */
  readonly warmEniTarget?: number;
}

/**
 * A node's interfaces get blocks of 16 addresses (`/28`) in place of single ones, so that small instances run up to 110
 * pods. The subnets must have room for contiguous blocks. A node group that exists keeps its limit until its nodes are
 * replaced.
 */
export interface PrefixDelegation extends PodAddresses, SubnetDiscovery {
  readonly mode: "prefix-delegation";
  /**
   * Free blocks that a node keeps (WARM_PREFIX_TARGET). Without effect beside `warmIpTarget`.
   * @default 1
   */
  readonly warmPrefixTarget?: number;
}

/**
 * Pods get addresses of subnets of their own, for example of a second block of the VPC, as the nodes' subnets are
 * scarce. A node's first interface serves no pods then.
 */
export interface CustomNetworking extends PodAddresses {
  readonly mode: "custom-networking";
  /**
   * Per zone the subnet of the pods; every zone that has nodes needs one.
   * @default - those of the network, which {@link NewVpcArgs.secondaryCidrBlocks} makes
   * @example { "ap-northeast-2a": "subnet-0123456789abcdef0" }
   */
  readonly podSubnetIds?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Security groups of the pods' interfaces.
   * @default - those of the node
   */
  readonly podSecurityGroupIds?: readonly pulumi.Input<string>[];
  /**
   * Free network interfaces that a node keeps (WARM_ENI_TARGET). Without effect beside `warmIpTarget`.
   * @default 1
   */
  readonly warmEniTarget?: number;
}

interface SubnetDiscovery {
  /**
   * Whether further interfaces of a node may be in other subnets of its zone than its own, those with the tag
   * `kubernetes.io/role/cni` = `1` (ENABLE_SUBNET_DISCOVERY): of all of them the one with the most free addresses. So a VPC
   * whose subnets are scarce gets addresses for pods without other nodes and without ENIConfigs. A change concerns interfaces that
   * come from then on. See https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html
   * @default - as the plugin does, true
   */
  readonly subnetDiscovery?: boolean;
}

interface PodAddresses {
  /**
   * Whether pods keep their own addresses on the way out of the VPC (AWS_VPC_K8S_CNI_EXTERNALSNAT), for networks that are to
   * see them or reach them: peers, a VPN, Direct Connect. Otherwise a pod's packets leave with its node's address. It asks for
   * private nodes behind NAT gateways: a public node's pods would reach nothing on the internet, images and AWS's APIs
   * among it, as only the node's own address has a public one. See
   * https://docs.aws.amazon.com/eks/latest/userguide/external-snat.html
   * @default false
   */
  readonly externalSnat?: boolean;
  /**
   * Free addresses that a node keeps (WARM_IP_TARGET), in place of whole interfaces or blocks: saves addresses and costs
   * EC2 calls.
   * @default - none
   */
  readonly warmIpTarget?: number;
  /**
   * Addresses that a node takes at least, used or free (MINIMUM_IP_TARGET); for use with `warmIpTarget`.
   * @default - none
   */
  readonly minimumIpTarget?: number;
}

/** Ways of {@link PodNetworking}. */
export const POD_NETWORKING_MODES = [
  "secondary-ip",
  "prefix-delegation",
  "custom-networking",
] as const satisfies readonly PodNetworking["mode"][];

/** Configuration of the add-on vpc-cni for a way of pod networking. Its environment variables are texts throughout. */
export function vpcCniConfiguration(
  networking: PodNetworking,
  {
    region,
    roleArn,
    podSubnetIds = {},
  }: {
    readonly region: pulumi.Input<string>;
    readonly roleArn: pulumi.Input<string>;
    /** Those of the network. */
    readonly podSubnetIds?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  },
): pulumi.Inputs {
  // Pods get their credentials when they are made, and EKS makes none anew because of a role alone
  // (https://github.com/aws/amazon-vpc-cni-k8s/issues/1338): this makes those of a living cluster take up another role.
  const podAnnotations = { "multicluster-ingress/role-arn": roleArn };
  const env = environment({
    WARM_IP_TARGET: networking.warmIpTarget,
    MINIMUM_IP_TARGET: networking.minimumIpTarget,
    // What is left out falls back to the plugin's default, false.
    AWS_VPC_K8S_CNI_EXTERNALSNAT: networking.externalSnat === true ? "true" : undefined,
    ENABLE_SUBNET_DISCOVERY: networking.mode === "custom-networking" ? undefined : networking.subnetDiscovery,
    ...modeVariables(networking),
  });
  if (networking.mode !== "custom-networking") return { env, podAnnotations };
  const securityGroups = networking.podSecurityGroupIds;
  const withGroups = (ids: Readonly<Record<string, pulumi.Input<string>>>) =>
    Object.fromEntries(
      Object.entries(ids).map(([zone, id]) => [zone, { id, ...defined({ securityGroups }) }]),
    );
  const subnets = networking.podSubnetIds
    ? withGroups(networking.podSubnetIds)
    : pulumi.output(podSubnetIds).apply(withGroups);
  // The add-on makes an ENIConfig per zone, before there is any node to need it.
  return { env, podAnnotations, eniConfig: { create: true, region, subnets } };
}

/** Whether further interfaces of nodes may be in subnets with a tag for them. */
export function discoversSubnets(networking: PodNetworking): boolean {
  return networking.mode !== "custom-networking" && networking.subnetDiscovery !== false;
}

function modeVariables(networking: PodNetworking): Variables {
  switch (networking.mode) {
    case "secondary-ip":
      return { WARM_ENI_TARGET: networking.warmEniTarget ?? 1 };
    case "prefix-delegation":
      return { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: networking.warmPrefixTarget ?? 1 };
    case "custom-networking":
      return {
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
        ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
        WARM_ENI_TARGET: networking.warmEniTarget ?? 1,
      };
  }
}

type Variables = Readonly<Record<string, string | number | boolean | undefined>>;

function environment(values: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
