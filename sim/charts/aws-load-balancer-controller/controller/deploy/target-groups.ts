import { defined } from "../../../../core/defined.ts";
import { labelledTask } from "../labelled.ts";
import type { Matcher, TargetGroup } from "../../../../aws/elbv2/shapes.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { retry } from "../aws/retry.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { HealthCheck, TargetGroupResource } from "../model.ts";
import { changedAttributes } from "./attributes.ts";
import type { Deployment } from "./context.ts";
import { matchByResourceId } from "./match.ts";
import type { Tagged } from "./tagged-resources.ts";
import { sortedTags } from "./tags.ts";

const DELETION = { intervalMs: 2000, timeoutMs: 20_000 };

/** Makes and updates target groups. @returns those that are not wanted any more, or cannot become what is wanted. */
export function deployTargetGroups(deployment: Deployment): readonly Tagged<TargetGroup>[] {
  const { stack, tagged } = deployment;
  const { matched, missing, superfluous } = matchByResourceId(
    stack.targetGroups,
    tagged.targetGroups(tagged.stackTagSets(stack.id)),
    {
      tracking: tagged.tracking,
      describe: ({ object }) => `targetGroup with no resourceID: ${object.TargetGroupArn}`,
      mustReplace: (wanted, { object: targetGroup }) =>
        wanted.targetType !== targetGroup.TargetType ||
        wanted.protocol !== targetGroup.Protocol ||
        (wanted.protocolVersion !== undefined && wanted.protocolVersion !== targetGroup.ProtocolVersion),
    },
  );
  for (const wanted of missing) create(deployment, wanted);
  for (const pair of matched) update(deployment, pair.wanted, pair.found);
  return superfluous;
}

/** Deletes target groups, waiting for listeners that still forward to them. */
export function* deleteTargetGroups(
  deployment: Deployment,
  groups: readonly Tagged<TargetGroup>[],
): Task<void> {
  for (const { object } of groups) {
    const { TargetGroupArn } = object;
    yield* labelledTask(
      "failed to delete targetGroup",
      retry({ ...DELETION, retryable: (error) => hasCode(error, "ResourceInUse") }, () =>
        deployment.aws.call("elasticloadbalancing", "DeleteTargetGroup", { TargetGroupArn }),
      ),
    );
  }
}

function create(deployment: Deployment, wanted: TargetGroupResource): void {
  const { aws, config } = deployment;
  const { TargetGroups } = aws.call("elasticloadbalancing", "CreateTargetGroup", {
    Name: wanted.name,
    TargetType: wanted.targetType,
    Port: wanted.port,
    Protocol: wanted.protocol,
    ...defined({ ProtocolVersion: wanted.protocolVersion }),
    VpcId: config.vpcId,
    ...(wanted.ipAddressType !== "ipv4" && { IpAddressType: wanted.ipAddressType }),
    ...healthCheckParameters(wanted.healthCheck),
    Tags: sortedTags(deployment.tagsOf(wanted.resourceId, wanted.tags)),
  });
  const arn = TargetGroups[0]?.TargetGroupArn ?? "";
  reconcileAttributes(deployment, wanted, arn);
  deployment.made(wanted.resourceId, arn);
}

function update(
  deployment: Deployment,
  wanted: TargetGroupResource,
  { object: targetGroup, tags }: Tagged<TargetGroup>,
): void {
  const arn = targetGroup.TargetGroupArn;
  deployment.tagged.reconcile(arn, deployment.tagsOf(wanted.resourceId, wanted.tags), tags);
  if (healthCheckDrifted(wanted.healthCheck, targetGroup)) {
    deployment.aws.call("elasticloadbalancing", "ModifyTargetGroup", {
      TargetGroupArn: arn,
      ...healthCheckParameters(wanted.healthCheck),
    });
  }
  reconcileAttributes(deployment, wanted, arn);
  deployment.made(wanted.resourceId, arn);
}

function reconcileAttributes({ aws }: Deployment, wanted: TargetGroupResource, arn: string): void {
  const { Attributes } = aws.call("elasticloadbalancing", "DescribeTargetGroupAttributes", {
    TargetGroupArn: arn,
  });
  const changes = changedAttributes(wanted.attributes, Attributes);
  if (changes.length === 0) return;
  aws.call("elasticloadbalancing", "ModifyTargetGroupAttributes", {
    TargetGroupArn: arn,
    Attributes: changes,
  });
}

function healthCheckParameters(check: HealthCheck) {
  return {
    HealthCheckEnabled: true,
    HealthCheckPort: check.port,
    HealthCheckProtocol: check.protocol,
    ...defined({ HealthCheckPath: check.path, Matcher: check.matcher }),
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThresholdCount,
    UnhealthyThresholdCount: check.unhealthyThresholdCount,
  };
}

function healthCheckDrifted(check: HealthCheck, present: TargetGroup): boolean {
  return (
    check.port !== present.HealthCheckPort ||
    check.protocol !== present.HealthCheckProtocol ||
    (check.path !== undefined && check.path !== present.HealthCheckPath) ||
    matcherDrifted(check.matcher, present.Matcher) ||
    check.intervalSeconds !== present.HealthCheckIntervalSeconds ||
    check.timeoutSeconds !== present.HealthCheckTimeoutSeconds ||
    check.healthyThresholdCount !== present.HealthyThresholdCount ||
    check.unhealthyThresholdCount !== present.UnhealthyThresholdCount
  );
}

function matcherDrifted(wanted: HealthCheck["matcher"], present: Matcher = {}): boolean {
  if (wanted === undefined) return false;
  const codes: Matcher = wanted;
  return codes.HttpCode !== present.HttpCode || codes.GrpcCode !== present.GrpcCode;
}
