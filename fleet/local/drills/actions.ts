/** What an operator does by hand in a drill. */
import type { NetworkInterface } from "../../../sim/aws/ec2/records.ts";
import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import type { Properties } from "../../../sim/core/resource-type.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import type { KubeObject } from "../../../sim/kubernetes/types.ts";
import type { Symptom } from "./symptom.ts";
import type { Stage } from "./stage.ts";

const BINDING = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";
const DEPLOYMENT = "apps/v1/Deployment";
const CONTROLLER = "aws-load-balancer-controller";

/**
 * Time in which controllers and health checks have come to rest after a change, and the controller has forgotten which
 * targets it saw: it keeps them for five minutes (pkg/targetgroupbinding/targets_manager.go).
 */
const REST_MS = 6 * 60_000;

/** Lets the cloud work for a while. */
export function rest(stage: Stage): void {
  stage.cloud.clock.advance(REST_MS);
}

/** `kubectl scale` of the app, and the time until the change has reached the load balancer. */
export function scaleApp(stage: Stage, stack: string, replicas: number): void {
  scale(stage, stack, appDeployment(stage, stack), replicas);
}

/** `kubectl autoscale` of the app. */
export function autoscaleApp(
  stage: Stage,
  stack: string,
  {
    cpuPercent,
    ...bounds
  }: { readonly cpuPercent: number; readonly minReplicas: number; readonly maxReplicas: number },
): void {
  const { apiVersion, kind, metadata } = appDeployment(stage, stack);
  const { name, namespace = "default" } = metadata;
  const cpu = { name: "cpu", target: { type: "Utilization", averageUtilization: cpuPercent } };
  stage.cluster(stack).api.create({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: { apiVersion, kind, name },
      ...bounds,
      metrics: [{ type: "Resource", resource: cpu }],
    },
  });
}

/** `kubectl scale` of the load balancer controller. */
export function scaleController(stage: Stage, stack: string, replicas: number): void {
  const controller = deployments(stage, stack).find(({ metadata }) => metadata.name.includes(CONTROLLER));
  scale(stage, stack, controller!, replicas);
}

/** `kubectl rollout restart` of the load balancer controller, which then tries again at once what failed before. */
export function restartController(stage: Stage, stack: string): void {
  const { api } = stage.cluster(stack);
  for (const { metadata } of api.list("v1/Pod", { namespace: "kube-system" })) {
    if (metadata.name.includes(CONTROLLER)) api.delete("v1/Pod", metadata.namespace, metadata.name);
  }
  rest(stage);
}

/** Sets the multi-cluster flag of a living binding, as somebody with kubectl would. */
export function setFlag(stage: Stage, stack: string, multiClusterTargetGroup: boolean): void {
  patchFlag(stage, stack, multiClusterTargetGroup);
  rest(stage);
}

/** Sets the flag of a binding and the number of the app's pods at once, before the controller sees either. */
export function setFlagAndScale(stage: Stage, stack: string, flag: boolean, replicas: number): void {
  patchFlag(stage, stack, flag);
  scaleApp(stage, stack, replicas);
}

/** Takes a cluster away without a word to AWS, as a disaster would. */
export function lose(stage: Stage, stack: string): void {
  stage.cluster(stack).stop();
  clustersOf(stage.cloud).delete(stage.clusterName(stack));
  rest(stage);
}

/** Deregisters by hand the targets that are not healthy. */
export function deregisterUnhealthy(stage: Stage): void {
  const { cloud } = stage;
  const unhealthy = stage.targets().filter(({ state }) => state === "unhealthy");
  for (const { arn, name } of elbv2State(cloud).targetGroups.values()) {
    const Targets = unhealthy
      .filter(({ targetGroup }) => targetGroup === name)
      .map(({ ip, port }) => ({ Id: ip, Port: port }));
    if (Targets.length === 0) continue;
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeregisterTargets", {
      TargetGroupArn: arn,
      Targets,
    });
  }
  rest(stage);
}

/** Takes one address of every /28 of the public subnets, so that many are free and no block of 16 is. */
export function fragment(stage: Stage): void {
  leaveFree(stage, 0);
  const { cloud } = stage;
  for (const { NetworkInterfaceId, PrivateIpAddresses } of takers(cloud)) {
    const spare = PrivateIpAddresses.filter(({ Primary }) => !Primary)
      .map(({ PrivateIpAddress }) => PrivateIpAddress)
      .filter((address) => Number(address.split(".").at(-1)) % 16 !== 8);
    cloud.call(cloud.administrator, "ec2", "UnassignPrivateIpAddresses", {
      NetworkInterfaceId,
      PrivateIpAddresses: spare,
    });
  }
}

/** What takes addresses in {@link leaveFree} says of itself. */
const SOMETHING_ELSE = "something else";

/** Takes addresses of every public subnet until `free` are left. */
export function leaveFree({ cloud }: Stage, free: number): void {
  const { Subnets } = cloud.call(cloud.administrator, "ec2", "DescribeSubnets", {});
  for (const { SubnetId, MapPublicIpOnLaunch, AvailableIpAddressCount } of Subnets) {
    const taken = AvailableIpAddressCount - free;
    if (!MapPublicIpOnLaunch || taken < 1) continue;
    cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
      SubnetId,
      Description: SOMETHING_ELSE,
      SecondaryPrivateIpAddressCount: taken - 1,
    });
  }
}

/** Gives back what {@link leaveFree} took. */
export function freeAddresses({ cloud }: Stage): void {
  for (const { NetworkInterfaceId } of takers(cloud)) {
    cloud.call(cloud.administrator, "ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
  }
}

function takers(cloud: Cloud): readonly NetworkInterface[] {
  return ec2State(cloud).networkInterfaces.where(({ Description }) => Description === SOMETHING_ELSE);
}

/** Which calls EC2 refuses from now on, by its codes, each once. */
export function noteRefusals({ cloud }: Stage): () => Symptom[] {
  const seen = cloud.journal.entries().length;
  return () => {
    const refused = cloud.journal
      .entries()
      .slice(seen)
      .flatMap(({ service, action, error }) =>
        service === "ec2" && error !== undefined ? [`${action}: ${error}`] : [],
      );
    return [...new Set(refused)].map((what) => ({ where: "AWS, refused by EC2 (CloudTrail)", what }));
  };
}

/** Notes who registers and deregisters targets from now on. */
export function noteRegistrations(stage: Stage): () => Symptom[] {
  const { journal } = stage.cloud;
  let seen = journal.entries().length;
  return () => {
    const calls = journal.entries().slice(seen);
    seen = journal.entries().length;
    return calls
      .filter(({ action, error }) => /^(R|Der)egisterTargets$/.test(action) && error === undefined)
      .map(({ action, caller, parameters }) => ({
        where: `AWS, ${action} by ${controllerOf(stage, caller)}`,
        what: targetsOf(parameters).join(", "),
      }));
  };
}

function scale(stage: Stage, stack: string, { metadata }: KubeObject, replicas: number): void {
  stage.cluster(stack).api.patch(DEPLOYMENT, metadata.namespace, metadata.name, { spec: { replicas } });
  rest(stage);
}

function patchFlag(stage: Stage, stack: string, multiClusterTargetGroup: boolean): void {
  const { api } = stage.cluster(stack);
  const [binding] = api.list(BINDING);
  const { namespace, name } = binding!.metadata;
  api.patch(BINDING, namespace, name, { spec: { multiClusterTargetGroup } });
}

/** The Deployment outside of the system's namespace. */
function appDeployment(stage: Stage, stack: string): KubeObject {
  return deployments(stage, stack).find(({ metadata }) => metadata.namespace !== "kube-system")!;
}

function deployments(stage: Stage, stack: string): KubeObject[] {
  return stage.cluster(stack).api.list(DEPLOYMENT);
}

/** The controller's role is named after its cluster; a cluster's name may begin with that of another. */
function controllerOf(stage: Stage, caller: string): string {
  const [, role = ""] = /:assumed-role\/([^/]+)/.exec(caller) ?? [];
  const cluster = stage.session.stacks
    .map(({ stack }) => stage.clusterName(stack))
    .filter((name) => role.startsWith(`${name}-`))
    .sort((a, b) => b.length - a.length)
    .at(0);
  return cluster === undefined ? caller : `the controller of cluster ${cluster}`;
}

function targetsOf(parameters: Properties): string[] {
  const { Targets } = parameters as { Targets: readonly { Id: string; Port?: number }[] };
  return Targets.map(({ Id, Port }) => `${Id}:${Port}`);
}
