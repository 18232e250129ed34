import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { retry } from "../aws/retry.ts";
import { labelledTask } from "../labelled.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { SecurityGroupResource } from "../model.ts";
import type { SecurityGroupInfo } from "../networking/security-group-rules.ts";
import type { Deployment } from "./context.ts";
import { matchByResourceId } from "./match.ts";
import { reconcileEc2Tags, sortedTags } from "./tags.ts";
import { legacyTagKeys } from "./tracking.ts";

const DELETION = { intervalMs: 2000, timeoutMs: 10_000 };

/** Makes and updates managed security groups. @returns those that are not wanted any more. */
export function deploySecurityGroups(deployment: Deployment): readonly SecurityGroupInfo[] {
  const { securityGroupRules, config, stack, tagged } = deployment;
  const found = new Map<string, SecurityGroupInfo>();
  for (const tags of tagged.stackTagSets(stack.id)) {
    const filters = sortedTags(tags).map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value] }));
    const groups = securityGroupRules.find([{ Name: "vpc-id", Values: [config.vpcId] }, ...filters]);
    for (const group of groups) found.set(group.id, group);
  }
  const { matched, missing, superfluous } = matchByResourceId(stack.securityGroups, [...found.values()], {
    tracking: tagged.tracking,
    describe: ({ id }) => `securityGroup with no resourceID: ${id}`,
  });
  for (const wanted of missing) create(deployment, wanted);
  for (const pair of matched) update(deployment, pair.wanted, pair.found);
  return superfluous;
}

/** Deletes security groups, waiting for what still refers to them. */
export function* deleteSecurityGroups(
  deployment: Deployment,
  groups: readonly SecurityGroupInfo[],
): Task<void> {
  for (const { id } of groups) {
    let collected = false;
    const retryable = (error: unknown) => {
      const isUsed = hasCode(error, "DependencyViolation");
      if (isUsed && !collected) deployment.collectUnusedRules();
      collected ||= isUsed;
      return isUsed;
    };
    yield* labelledTask(
      "failed to delete securityGroup",
      retry({ ...DELETION, retryable }, () =>
        deployment.aws.call("ec2", "DeleteSecurityGroup", { GroupId: id }),
      ),
    );
  }
}

function create(deployment: Deployment, wanted: SecurityGroupResource): void {
  const { aws, config, securityGroupRules } = deployment;
  const { GroupId } = aws.call("ec2", "CreateSecurityGroup", {
    VpcId: config.vpcId,
    GroupName: wanted.name,
    Description: wanted.description,
    TagSpecifications: [
      {
        ResourceType: "security-group",
        Tags: sortedTags(deployment.tagsOf(wanted.resourceId, wanted.tags)),
      },
    ],
  });
  securityGroupRules.reconcile(GroupId, wanted.ingress, { labelledOnly: false });
  deployment.made(wanted.resourceId, GroupId);
}

function update(deployment: Deployment, wanted: SecurityGroupResource, found: SecurityGroupInfo): void {
  const { aws, config, securityGroupRules } = deployment;
  const ignored = [...legacyTagKeys(config.clusterName), ...config.externalManagedTags];
  reconcileEc2Tags(aws, found.id, {
    desired: deployment.tagsOf(wanted.resourceId, wanted.tags),
    current: found.tags,
    ignoredKeys: ignored,
  });
  securityGroupRules.reconcile(found.id, wanted.ingress, { labelledOnly: false });
  deployment.made(wanted.resourceId, found.id);
}
