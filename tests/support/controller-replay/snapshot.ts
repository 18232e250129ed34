import type { Gvk, KubeObject } from "../../../sim/kubernetes/types.ts";
import {
  CHECKPOINT,
  CHECKPOINT_TIMESTAMP,
} from "../../../sim/charts/aws-load-balancer-controller/controller/target-group-binding/checkpoint.ts";
import { tagMap } from "../../../sim/aws/tags.ts";
import { NAMESPACE } from "./workload.ts";
import type { TestCluster, World } from "./world.ts";

/** Everything a controller may have changed, in the shape of the recordings. */
export interface Snapshot {
  readonly aws: {
    readonly loadBalancers: readonly object[];
    readonly targetGroups: readonly object[];
    readonly securityGroups: readonly object[];
  };
  readonly kubernetes: Readonly<Record<string, object>>;
}

/** @param clusterNames those that are still there. */
export function snapshot(world: World, clusterNames: readonly string[]): Snapshot {
  return {
    aws: {
      loadBalancers: loadBalancers(world),
      targetGroups: targetGroups(world),
      securityGroups: securityGroups(world),
    },
    kubernetes: Object.fromEntries(clusterNames.map((name) => [name, clusterContents(world.cluster(name))])),
  };
}

function loadBalancers({ network: { call } }: World): object[] {
  return call("elasticloadbalancing", "DescribeLoadBalancers", {}).LoadBalancers.map((loadBalancer) => ({
    arn: loadBalancer.LoadBalancerArn,
    name: loadBalancer.LoadBalancerName,
    dnsName: loadBalancer.DNSName,
    scheme: loadBalancer.Scheme,
    type: loadBalancer.Type,
    securityGroups: loadBalancer.SecurityGroups,
    subnets: loadBalancer.AvailabilityZones.map(({ SubnetId }) => SubnetId),
    tags: tagsOf(call, loadBalancer.LoadBalancerArn),
    listeners: listeners(call, loadBalancer.LoadBalancerArn),
  }));
}

type Call = World["network"]["call"];

function listeners(call: Call, LoadBalancerArn: string): object[] {
  const { Listeners } = call("elasticloadbalancing", "DescribeListeners", { LoadBalancerArn });
  return Listeners.map(({ ListenerArn, Port, Protocol, DefaultActions }) => ({
    port: Port,
    protocol: Protocol,
    defaultActions: DefaultActions,
    rules: call("elasticloadbalancing", "DescribeRules", { ListenerArn }).Rules.map((rule) => ({
      priority: rule.Priority,
      isDefault: rule.IsDefault,
      conditions: rule.Conditions,
      actions: rule.Actions,
    })),
  }));
}

function targetGroups({ network: { call } }: World): object[] {
  return call("elasticloadbalancing", "DescribeTargetGroups", {}).TargetGroups.map((group) => ({
    targetGroupName: group.TargetGroupName,
    protocol: group.Protocol,
    port: group.Port,
    vpcId: group.VpcId,
    healthCheckProtocol: group.HealthCheckProtocol,
    healthCheckPort: group.HealthCheckPort,
    healthCheckEnabled: group.HealthCheckEnabled,
    healthCheckIntervalSeconds: group.HealthCheckIntervalSeconds,
    healthCheckTimeoutSeconds: group.HealthCheckTimeoutSeconds,
    healthyThresholdCount: group.HealthyThresholdCount,
    unhealthyThresholdCount: group.UnhealthyThresholdCount,
    healthCheckPath: group.HealthCheckPath,
    matcher: group.Matcher,
    targetType: group.TargetType,
    protocolVersion: group.ProtocolVersion,
    ipAddressType: group.IpAddressType,
    arn: group.TargetGroupArn,
    tags: tagsOf(call, group.TargetGroupArn),
    targets: call("elasticloadbalancing", "DescribeTargetHealth", { TargetGroupArn: group.TargetGroupArn })
      // The recordings' stand-in for AWS forgot a target at once, without draining.
      .TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth.State !== "draining")
      .map(({ Target }) => ({ id: Target.Id, port: Target.Port })),
  }));
}

function securityGroups({ network: { call, vpcId } }: World): object[] {
  const { SecurityGroups } = call("ec2", "DescribeSecurityGroups", {
    Filters: [{ Name: "vpc-id", Values: [vpcId] }],
  });
  return SecurityGroups.filter(({ GroupName }) => GroupName !== "default").map((group) => ({
    id: group.GroupId,
    name: group.GroupName,
    description: group.Description,
    tags: tagMap(group.Tags),
    ingress: group.IpPermissions,
  }));
}

function tagsOf(call: Call, arn: string): object {
  const { TagDescriptions } = call("elasticloadbalancing", "DescribeTags", { ResourceArns: [arn] });
  return tagMap(TagDescriptions[0]!.Tags);
}

function clusterContents({ api }: TestCluster): object {
  const list = <G extends Gvk>(gvk: G) => api.list(gvk, { namespace: NAMESPACE });
  return {
    ingresses: list("networking.k8s.io/v1/Ingress").map((ingress) => ({
      ...common(ingress),
      ...(ingress.metadata.deletionTimestamp !== undefined && { deleting: true }),
      spec: ingress["spec"],
      status: ingress["status"],
    })),
    targetgroupbindings: list("elbv2.k8s.aws/v1beta1/TargetGroupBinding").map((binding) => ({
      ...common(binding),
      spec: binding["spec"],
      status: binding["status"],
    })),
    configmaps: list("v1/ConfigMap").map((configMap) => ({ ...common(configMap), data: configMap["data"] })),
    pods: list("v1/Pod").map(({ metadata, spec, status }) => ({
      name: metadata.name,
      podIP: status.podIP,
      readinessGates: spec.readinessGates,
      conditions: status.conditions!.map(({ type, status: value, reason, message }) => ({
        type,
        status: value,
        reason,
        message,
      })),
    })),
    events: list("v1/Event").map((event) => ({
      type: event["type"],
      reason: event["reason"],
      object: `${event["involvedObject"].kind}/${event["involvedObject"].name}`,
      message: event["message"],
      count: event["count"],
    })),
  };
}

/** The metadata that is recorded; checkpoints have hashes of times in them. */
function common({ metadata }: KubeObject): object {
  const { namespace, name, labels = {}, annotations = {}, finalizers = [] } = metadata;
  const kept = Object.entries(annotations).filter(
    ([key]) => key !== CHECKPOINT && key !== CHECKPOINT_TIMESTAMP,
  );
  return { namespace, name, labels, annotations: Object.fromEntries(kept), finalizers };
}
