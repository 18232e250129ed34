import type { Cloud } from "../../../sim/core/cloud.ts";
import type { Stage } from "./stage.ts";
import type { Drill } from "./drill.ts";
import type { Symptom } from "./symptom.ts";

export const leakedInterface: Drill = {
  name: "leaked-interface",
  summary:
    "a node ended while its network plugin was detaching an interface: the last destroy stops at a subnet",
  cause:
    "The VPC CNI plugin detaches and deletes interfaces that a node no longer needs. A node that ends in between leaves one " +
    "behind, with the status available: nobody deletes it (aws/amazon-vpc-cni-k8s issues 69 and 1223). It holds its subnet and the " +
    "cluster's security group, which EKS then leaves behind as well. The stack that owns the VPC cannot be destroyed, even if " +
    "the interface is a member's. AWS's provider tries for 20 minutes before it says so.",
  remedy:
    "Delete the interfaces with the status available (aws ec2 describe-network-interfaces --filters Name=status,Values=available " +
    "Name=vpc-id,Values=<id>; then delete-network-interface) and the security groups eks-cluster-sg-<cluster>-* of clusters that " +
    "are gone, then destroy again: it goes on where it stopped.",
  async play(scene) {
    const stage = await scene.runningStage("primary");
    leak(stage, stage.member);
    const ofMember = destroy(stage, stage.member);
    const ofPrimary = destroy(stage, stage.primary);
    const left = leftInVpc(stage);
    cleanUp(stage);
    return {
      moments: [
        {
          when: `${stage.member} is destroyed, and a node of it leaves an interface behind`,
          symptoms: ofMember,
        },
        { when: `${stage.primary} is destroyed`, symptoms: [...ofPrimary, ...left] },
      ],
      afterRemedy: [
        {
          when: "interface and security group are deleted by hand",
          symptoms: [...destroy(stage, stage.primary), ...leftInVpc(stage)],
        },
      ],
    };
  },
};

/** What the network plugin of one of the stack's nodes has detached, and no longer came to delete. */
function leak(stage: Stage, stack: string): void {
  const { cloud } = stage;
  const { Reservations } = cloud.call(cloud.administrator, "ec2", "DescribeInstances", {
    Filters: [{ Name: "tag:eks:cluster-name", Values: [stage.clusterName(stack)] }],
  });
  const { InstanceId, SubnetId, SecurityGroups } = Reservations[0]!.Instances[0]!;
  cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
    SubnetId: SubnetId!,
    Groups: SecurityGroups.map(({ GroupId }) => GroupId),
    Description: `aws-K8S-${InstanceId}`,
  });
}

/** Destroys a stack. @returns how that ended. */
function destroy(stage: Stage, stack: string): Symptom[] {
  const { succeeded, failures } = stage.destroy(stack);
  if (succeeded) return [{ where: `stack ${stack}`, what: "is destroyed" }];
  return failures.map(({ type, name, message }) => ({
    where: `stack ${stack}, ${type} ${name}`,
    what: message,
  }));
}

/** Interfaces and security groups that are still there, but for the default group that each VPC has. */
function leftInVpc({ cloud }: Stage): Symptom[] {
  return [
    ...interfaces(cloud).map(({ NetworkInterfaceId, Status, Description }) => ({
      where: `AWS, network interface ${NetworkInterfaceId}`,
      what: `${Status}, ${Description}`,
    })),
    ...securityGroups(cloud).map(({ GroupId, GroupName }) => ({
      where: `AWS, security group ${GroupId}`,
      what: GroupName,
    })),
  ];
}

function cleanUp({ cloud }: Stage): void {
  for (const { NetworkInterfaceId } of interfaces(cloud)) {
    cloud.call(cloud.administrator, "ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
  }
  for (const { GroupId } of securityGroups(cloud)) {
    cloud.call(cloud.administrator, "ec2", "DeleteSecurityGroup", { GroupId });
  }
}

function interfaces(cloud: Cloud) {
  return cloud.call(cloud.administrator, "ec2", "DescribeNetworkInterfaces", {}).NetworkInterfaces;
}

function securityGroups(cloud: Cloud) {
  const { SecurityGroups } = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroups", {});
  return SecurityGroups.filter(({ GroupName }) => GroupName !== "default");
}
