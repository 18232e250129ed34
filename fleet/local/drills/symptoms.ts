/** How things look to somebody with kubectl and the AWS console. */
import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Properties } from "../../../sim/core/resource-type.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import type { KubeObject } from "../../../sim/kubernetes/types.ts";
import { explain } from "../failures.ts";
import type { TargetReport } from "../verify.ts";
import { shortened } from "../words.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

/** The targets of each cluster by state, once none waits for its first health checks. */
export function targetSymptoms(stage: Stage): Symptom[] {
  const groups = Map.groupBy(stage.targets(), ({ cluster, state, reason }) =>
    JSON.stringify([
      cluster === null ? "no living cluster" : `cluster ${cluster}`,
      `${state}${reason === undefined ? "" : `, ${reason}`}`,
    ]),
  );
  return [...groups].map(([key, targets]) => {
    const [owner, state] = JSON.parse(key) as [string, string];
    return {
      where: `target group, targets of ${owner}`,
      what: `${targets.length} ${state} (${shortened(targets.map(addressOf))})`,
    };
  });
}

/** The lists in which each cluster's controller keeps the targets that it registered. */
export function ownTargetLists(stage: Stage): Symptom[] {
  return [...clustersOf(stage.cloud).values()].flatMap(({ name, api }) =>
    api
      .list("v1/ConfigMap")
      .filter(({ metadata }) => metadata.name.startsWith("aws-lbc-targets-"))
      .map((configMap) => ({
        where: `cluster ${name}, ConfigMap/${configMap.metadata.name}`,
        what: (configMap["data"] as { targets: string }).targets,
      })),
  );
}

/** Pods that do not run, by what is said of them. */
export function pendingPodSymptoms(stage: Stage, stack: string): Symptom[] {
  const { name, api } = stage.cluster(stack);
  const warnings = new Map(
    api
      .list("v1/Event")
      .filter((event) => event["type"] === "Warning")
      .map((event) => [involved(event).name, describeEvent(event)]),
  );
  const pending = api
    .list("v1/Pod")
    .filter((pod) => (pod["status"] as { phase?: string } | undefined)?.phase === "Pending")
    .map(({ metadata }) => metadata.name);
  const lines = pending.flatMap((pod) => warnings.get(pod) ?? []);
  return [
    { where: `cluster ${name}`, what: `${pending.length} pods Pending (${shortened(pending)})` },
    ...(lines.length === 0
      ? []
      : [{ where: `cluster ${name}, events of these pods`, what: explain(lines.join("\n")).join("\n") }]),
  ];
}

/** How many addresses EC2 counts as free in the public subnets. */
export function freeAddressSymptoms({ cloud }: Stage): Symptom[] {
  const { Subnets } = cloud.call(cloud.administrator, "ec2", "DescribeSubnets", {});
  return Subnets.filter(({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch).map(
    ({ CidrBlock, AvailableIpAddressCount }) => ({
      where: `AWS, subnet ${CidrBlock}`,
      what: `AvailableIpAddressCount ${AvailableIpAddressCount}`,
    }),
  );
}

/** What controllers made in AWS for an Ingress and is still there. */
export function controllersObjects({ cloud }: Stage): Symptom[] {
  return [
    ...elbv2State(cloud)
      .loadBalancers.values()
      .map(({ arn }) => ({ where: "AWS, load balancer", what: arn })),
    ...elbv2State(cloud)
      .targetGroups.values()
      .map(({ arn }) => ({ where: "AWS, target group", what: arn })),
    ...ec2State(cloud)
      .securityGroups.where(({ Description }) => Description.startsWith("[k8s]"))
      .map(({ GroupId, GroupName }) => ({ where: "AWS, security group", what: `${GroupId} (${GroupName})` })),
  ];
}

/** `FailedBuildModel: ...`, as `kubectl describe` tells it. */
export function describeEvent(event: KubeObject | undefined): string {
  return `${String(event?.["reason"])}: ${String(event?.["message"])}`;
}

function addressOf({ ip, port }: TargetReport): string {
  return `${ip}:${port}`;
}

function involved(event: Properties): { readonly kind: string; readonly name: string } {
  return event["involvedObject"] as { kind: string; name: string };
}
