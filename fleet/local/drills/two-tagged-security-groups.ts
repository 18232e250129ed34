import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { restartController } from "./actions.ts";
import type { Drill } from "./drill.ts";
import { editing } from "./mistakes.ts";
import type { Stage } from "./stage.ts";
import { targetSymptoms } from "./symptoms.ts";

export const twoTaggedSecurityGroups: Drill = {
  name: "two-tagged-security-groups",
  summary: "two security groups of a node's interface carry the cluster's tag",
  cause:
    "The controller opens the one group of an interface that carries kubernetes.io/cluster/<name>. Of two it chooses " +
    "neither, but registers the targets all the same, and the load balancer cannot reach them.",
  remedy:
    "Leave the tag to the group that EKS makes, and take it from the other one. The EksCluster component tags no other: " +
    "an extra group of the nodes has no cluster tag.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const { primary } = stage;
    let groupId = "";
    const ownGroup = editing<{ vpcSecurityGroupIds: string[] }>(
      "aws:ec2/launchTemplate:LaunchTemplate",
      ({ vpcSecurityGroupIds }) => {
        groupId ||= createTaggedGroup(stage);
        vpcSecurityGroupIds.push(groupId);
      },
    );
    const failure = await stage.fail(primary, ownGroup);
    const seen = targetSymptoms(stage);
    removeTag(stage, groupId);
    restartController(stage, primary);
    await stage.up(primary, ownGroup);
    return {
      moments: [
        { when: "another group of the nodes has the cluster's tag", symptoms: [...failure, ...seen] },
      ],
      afterRemedy: [{ when: "the nodes keep it, without the tag", symptoms: targetSymptoms(stage) }],
    };
  },
};

/** What somebody makes who gives nodes a group of their own and copies the tags from EKS's. */
function createTaggedGroup(stage: Stage): string {
  const { cloud } = stage;
  const [vpc] = ec2State(cloud).vpcs.values();
  const { GroupId } = cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", {
    GroupName: `${stage.clusterName(stage.primary)}-nodes`,
    Description: "Nodes",
    VpcId: vpc!.VpcId,
    TagSpecifications: [
      { ResourceType: "security-group", Tags: [{ Key: clusterTag(stage), Value: "owned" }] },
    ],
  });
  return GroupId;
}

function removeTag(stage: Stage, groupId: string): void {
  const { cloud } = stage;
  cloud.call(cloud.administrator, "ec2", "DeleteTags", {
    Resources: [groupId],
    Tags: [{ Key: clusterTag(stage) }],
  });
}

function clusterTag(stage: Stage): string {
  return `kubernetes.io/cluster/${stage.clusterName(stage.primary)}`;
}
