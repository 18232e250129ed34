import type { LoadBalancer, SubnetMapping } from "../../../../aws/elbv2/shapes.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { RequeueAfter } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { LoadBalancerResource } from "../model.ts";
import { changedAttributes } from "./attributes.ts";
import type { Deployment } from "./context.ts";
import { matchByResourceId } from "./match.ts";
import type { Tagged } from "./tagged-resources.ts";
import { sortedTags } from "./tags.ts";

const DELETION_PROTECTION = "deletion_protection.enabled";

/**
 * Deletes load balancers that are not wanted, then makes or updates the one that is.
 *
 * @returns a load balancer that was there before: whether it is still being provisioned is looked at in the end.
 */
export function deployLoadBalancers(deployment: Deployment): Tagged<LoadBalancer> | undefined {
  const { stack, tagged } = deployment;
  const wanted = stack.loadBalancer === undefined ? [] : [stack.loadBalancer];
  const { matched, missing, superfluous } = matchByResourceId(
    wanted,
    tagged.loadBalancers(tagged.stackTagSets(stack.id)),
    {
      tracking: tagged.tracking,
      describe: ({ object }) => `loadBalancer with no resourceID: ${object.LoadBalancerArn}`,
      // Scheme and type of a load balancer cannot be changed.
      mustReplace: (want, { object }) => object.Type !== want.type || object.Scheme !== want.scheme,
    },
  );
  for (const { object } of superfluous) remove(deployment, object.LoadBalancerArn);
  for (const want of missing) create(deployment, want);
  for (const pair of matched) update(deployment, pair.wanted, pair.found);
  return matched[0]?.found;
}

/** @throws RequeueAfter while AWS is still at work on the load balancer. */
export function awaitProvisioned({ aws, config }: Deployment, found: Tagged<LoadBalancer> | undefined): void {
  if (found === undefined || !config.featureGates.LBCapacityReservation) return;
  const { LoadBalancerArn, LoadBalancerName } = found.object;
  const { LoadBalancers } = aws.call("elasticloadbalancing", "DescribeLoadBalancers", {
    LoadBalancerArns: [LoadBalancerArn],
  });
  if (LoadBalancers[0]?.State.Code !== "provisioning") return;
  throw new RequeueAfter(
    `monitor provisioning state for load balancer: ${LoadBalancerName}`,
    config.lbStabilizationMonitorInterval,
  );
}

function create(deployment: Deployment, wanted: LoadBalancerResource): void {
  const { LoadBalancers } = deployment.aws.call("elasticloadbalancing", "CreateLoadBalancer", {
    Name: wanted.name,
    Type: wanted.type,
    Scheme: wanted.scheme,
    IpAddressType: wanted.ipAddressType,
    SubnetMappings: subnetMappings(wanted),
    ...(wanted.securityGroups.length > 0 && {
      SecurityGroups: wanted.securityGroups.map((reference) => deployment.resolve(reference)),
    }),
    ...(wanted.type === "network" && { EnablePrefixForIpv6SourceNat: "off" }),
    Tags: sortedTags(deployment.tagsOf(wanted.resourceId, wanted.tags)),
  });
  const [created] = LoadBalancers;
  if (created === undefined) throw new Error("CreateLoadBalancer gave no load balancer");
  reconcileAttributes(deployment, wanted, created.LoadBalancerArn);
  deployment.loadBalancer = deployed(created);
}

function update(
  deployment: Deployment,
  wanted: LoadBalancerResource,
  { object: loadBalancer, tags }: Tagged<LoadBalancer>,
): void {
  const { aws, tagged } = deployment;
  const LoadBalancerArn = loadBalancer.LoadBalancerArn;
  tagged.reconcile(LoadBalancerArn, deployment.tagsOf(wanted.resourceId, wanted.tags), tags);
  const SecurityGroups = wanted.securityGroups.map((reference) => deployment.resolve(reference));
  if (!sameSet(SecurityGroups, loadBalancer.SecurityGroups)) {
    aws.call("elasticloadbalancing", "SetSecurityGroups", { LoadBalancerArn, SecurityGroups });
  }
  const subnets = loadBalancer.AvailabilityZones.map(({ SubnetId }) => SubnetId);
  if (!sameSet(wanted.subnetIds, subnets)) {
    aws.call("elasticloadbalancing", "SetSubnets", {
      LoadBalancerArn,
      SubnetMappings: subnetMappings(wanted),
    });
  }
  if (wanted.ipAddressType !== loadBalancer.IpAddressType) {
    aws.call("elasticloadbalancing", "SetIpAddressType", {
      LoadBalancerArn,
      IpAddressType: wanted.ipAddressType,
    });
  }
  reconcileAttributes(deployment, wanted, LoadBalancerArn);
  deployment.loadBalancer = deployed(loadBalancer);
}

function subnetMappings({ subnetIds, addresses = {} }: LoadBalancerResource): SubnetMapping[] {
  return subnetIds.map((SubnetId) => ({ SubnetId, ...addresses[SubnetId] }));
}

function reconcileAttributes({ aws }: Deployment, wanted: LoadBalancerResource, arn: string): void {
  const { Attributes } = aws.call("elasticloadbalancing", "DescribeLoadBalancerAttributes", {
    LoadBalancerArn: arn,
  });
  const changes = changedAttributes(wanted.attributes, Attributes);
  if (changes.length === 0) return;
  aws.call("elasticloadbalancing", "ModifyLoadBalancerAttributes", {
    LoadBalancerArn: arn,
    Attributes: changes,
  });
}

function deployed({
  LoadBalancerArn,
  DNSName,
  State,
}: LoadBalancer): NonNullable<Deployment["loadBalancer"]> {
  return { arn: LoadBalancerArn, dnsName: DNSName, state: State.Code };
}

/** Deletes a load balancer; protection that somebody switched on behind the controller's back goes first. */
function remove({ aws }: Deployment, arn: string): void {
  try {
    aws.call("elasticloadbalancing", "DeleteLoadBalancer", { LoadBalancerArn: arn });
  } catch (error) {
    const protectedOne = hasCode(error, "OperationNotPermitted") && /deletion protection/.test(String(error));
    if (!protectedOne) throw error;
    aws.call("elasticloadbalancing", "ModifyLoadBalancerAttributes", {
      LoadBalancerArn: arn,
      Attributes: [{ Key: DELETION_PROTECTION, Value: "false" }],
    });
    aws.call("elasticloadbalancing", "DeleteLoadBalancer", { LoadBalancerArn: arn });
  }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((value) => right.has(value));
}
