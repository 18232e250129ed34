/** The network interfaces that a load balancer has in its subnets, one in each. */
import type { Cloud } from "../../../core/cloud.ts";
import type { GroupIdentifier } from "../../ec2/records.ts";
import { associateAddress } from "../../ec2/address.ts";
import { attachToService } from "../../ec2/network-interface-attachment.ts";
import { addNetworkInterface } from "../../ec2/network-interface.ts";
import { ec2State } from "../../ec2/state.ts";
import { loadBalancerPath } from "../arns.ts";
import type { DepartingInterface, LoadBalancerSubnet } from "../records.ts";
import type { SubnetMapping } from "../shapes.ts";
import { elbv2State } from "../state.ts";

const OWNER = "amazon-elb";

/** Makes the load balancer's interface in a subnet. It uses an address, and holds on to its security groups. */
export function addInterface(
  cloud: Cloud,
  loadBalancerArn: string,
  subnetId: string,
  securityGroups: readonly string[],
  { AllocationId, PrivateIPv4Address }: SubnetMapping = {},
): LoadBalancerSubnet {
  const eni = addNetworkInterface(cloud, {
    SubnetId: subnetId,
    PrivateIpAddress: PrivateIPv4Address,
    Description: `ELB ${loadBalancerPath(loadBalancerArn)}`,
    Groups: securityGroups,
    RequesterId: OWNER,
    RequesterManaged: true,
  });
  attachToService(cloud, eni, OWNER);
  if (AllocationId !== undefined) associateAddress(cloud, AllocationId, eni);
  return { subnetId, zoneName: eni.AvailabilityZone, networkInterfaceId: eni.NetworkInterfaceId };
}

/** Gives the interfaces other security groups. */
export function setInterfaceGroups(
  cloud: Cloud,
  subnets: readonly LoadBalancerSubnet[],
  securityGroups: readonly string[],
): void {
  const groups = securityGroups.map((id): GroupIdentifier => {
    const { GroupId, GroupName } = ec2State(cloud).securityGroups.get(id);
    return { GroupId, GroupName };
  });
  for (const { networkInterfaceId } of subnets)
    ec2State(cloud).networkInterfaces.get(networkInterfaceId).Groups = groups;
}

/** Lets the interfaces go: for a while they still hold their addresses and security groups. */
export function releaseInterfaces(cloud: Cloud, subnets: readonly LoadBalancerSubnet[]): void {
  for (const { networkInterfaceId } of subnets) {
    const departing = {
      networkInterfaceId,
      goneAt: cloud.clock.now() + elbv2State(cloud).interfaceReleaseMs,
    };
    elbv2State(cloud).departingInterfaces.set(networkInterfaceId, departing);
    removeLater(cloud, departing);
  }
}

/** Removes an interface in due time, also after a saved world was loaded. */
export function removeLater(cloud: Cloud, { networkInterfaceId, goneAt }: DepartingInterface): void {
  const remove = () => {
    ec2State(cloud).networkInterfaces.delete(networkInterfaceId);
    elbv2State(cloud).departingInterfaces.delete(networkInterfaceId);
  };
  if (goneAt <= cloud.clock.now()) remove();
  else cloud.clock.schedule(goneAt - cloud.clock.now(), remove);
}
