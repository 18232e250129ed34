import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import { blockOf, containsBlock } from "../../ec2/cidr.ts";
import { attachToService } from "../../ec2/network-interface-attachment.ts";
import { addNetworkInterface, removeNetworkInterface } from "../../ec2/network-interface.ts";
import type { NetworkInterface } from "../../ec2/records.ts";
import { ec2State } from "../../ec2/state.ts";
import type { SubnetDescription } from "../../ec2/subnet.ts";
import { eksService } from "../caller.ts";
import type { Cluster } from "../records.ts";

/** Zones in which the control plane gets an interface; EKS says "two to four interfaces". */
const CONTROL_PLANE_ZONES = 2;

export interface ClusterNetwork {
  readonly clusterSecurityGroupId: string;
  /** Addresses of Services where the request names none. */
  readonly serviceIpv4Cidr: string;
}

/**
 * What EKS makes in the customer's VPC: the cluster security group and the control plane's network interfaces.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html, network-reqs.html
 */
export function createClusterNetwork(
  cloud: Cloud,
  args: {
    readonly name: string;
    readonly vpcId: string;
    readonly subnets: readonly SubnetDescription[];
    readonly securityGroupIds: readonly string[];
  },
): ClusterNetwork {
  const clusterSecurityGroupId = createClusterSecurityGroup(cloud, args.name, args.vpcId);
  for (const SubnetId of onePerZone(args.subnets).slice(0, CONTROL_PLANE_ZONES)) {
    const eni = addNetworkInterface(cloud, {
      SubnetId,
      Description: interfaceDescription(args.name),
      Groups: [...args.securityGroupIds, clusterSecurityGroupId],
      RequesterId: "amazon-eks",
      RequesterManaged: true,
    });
    attachToService(cloud, eni, "amazon-eks");
  }
  const [vpc] = cloud.call(eksService, "ec2", "DescribeVpcs", { VpcIds: [args.vpcId] }).Vpcs;
  const isInTen = vpc !== undefined && containsBlock(blockOf("10.0.0.0/8"), blockOf(vpc.CidrBlock));
  return { clusterSecurityGroupId, serviceIpv4Cidr: isInTen ? "172.20.0.0/16" : "10.100.0.0/16" };
}

/** Removes what {@link createClusterNetwork} made; a security group still in use stays behind, as on AWS. */
export function deleteClusterNetwork(cloud: Cloud, { name, resourcesVpcConfig }: Cluster): void {
  for (const { NetworkInterfaceId } of controlPlaneInterfaces(cloud, name)) {
    removeNetworkInterface(cloud, NetworkInterfaceId);
  }
  try {
    cloud.call(eksService, "ec2", "DeleteSecurityGroup", {
      GroupId: resourcesVpcConfig.clusterSecurityGroupId,
    });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "DependencyViolation")) throw error;
  }
}

/** The interfaces through which the control plane reaches the VPC. */
export function controlPlaneInterfaces(cloud: Cloud, cluster: string): NetworkInterface[] {
  return ec2State(cloud).networkInterfaces.where(
    (eni) => eni.RequesterManaged && eni.Description === interfaceDescription(cluster),
  );
}

function createClusterSecurityGroup(cloud: Cloud, cluster: string, VpcId: string): string {
  const GroupName = `eks-cluster-sg-${cluster}-${Number.parseInt(cloud.ids.hex(8), 16)}`;
  const { GroupId } = cloud.call(eksService, "ec2", "CreateSecurityGroup", {
    GroupName,
    Description:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
    VpcId,
    TagSpecifications: [
      {
        ResourceType: "security-group",
        Tags: [
          { Key: "Name", Value: GroupName },
          { Key: `kubernetes.io/cluster/${cluster}`, Value: "owned" },
          { Key: "aws:eks:cluster-name", Value: cluster },
        ],
      },
    ],
  });
  cloud.call(eksService, "ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }],
  });
  return GroupId;
}

function interfaceDescription(cluster: string): string {
  return `Amazon EKS ${cluster}`;
}

function onePerZone(subnets: readonly SubnetDescription[]): string[] {
  const byZone = new Map<string, string>();
  for (const { AvailabilityZone, SubnetId } of subnets) {
    if (!byZone.has(AvailabilityZone)) byZone.set(AvailabilityZone, SubnetId);
  }
  return [...byZone.values()];
}
