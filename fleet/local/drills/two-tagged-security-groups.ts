import type { Drill } from "./drill.ts";
import { editing } from "./mistakes.ts";
import { failureSymptoms, targetSymptoms, type Stage } from "./scene.ts";

export const twoTaggedSecurityGroups: Drill = {
  name: "two-tagged-security-groups",
  summary: "two security groups of a node's interface carry the cluster's tag",
  cause:
    "The controller opens the one group of an interface that carries kubernetes.io/cluster/<name>. Of two it chooses " +
    "none, registers the targets all the same, and the load balancer cannot reach them.",
  remedy:
    "Leave the tag to the group that EKS makes. The EksCluster component tags no other: an extra group of the nodes has " +
    "no cluster tag.",
  async play(scene) {
    const stage = await scene.stage();
    const result = await stage.up(
      stage.primary,
      editing<{ vpcSecurityGroupIds: string[] }>(
        "aws:ec2/launchTemplate:LaunchTemplate",
        ({ vpcSecurityGroupIds }) => {
          vpcSecurityGroupIds.push(createTaggedGroup(stage));
        },
      ),
    );
    return {
      symptoms: [
        ...failureSymptoms(stage.primary, result),
        ...stage.warnings(stage.primary, "TargetGroupBinding"),
        ...targetSymptoms(stage.targets()),
      ],
    };
  },
};

/** What somebody makes who gives nodes a group of their own and copies the tags from EKS's. */
function createTaggedGroup(stage: Stage): string {
  const { cloud } = stage;
  const { name } = stage.cluster(stage.primary);
  const [vpc] = cloud.ec2.vpcs.values();
  const { GroupId } = cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", {
    GroupName: `${name}-nodes`,
    Description: "Nodes",
    VpcId: vpc!.VpcId,
    TagSpecifications: [
      { ResourceType: "security-group", Tags: [{ Key: `kubernetes.io/cluster/${name}`, Value: "owned" }] },
    ],
  });
  return GroupId;
}
