import type { Cloud } from "../../sim/core/cloud.ts";
import {
  POD,
  SERVICE,
  TARGET_GROUP_BINDING,
} from "../../sim/charts/aws-load-balancer-controller/controller/kubernetes/objects.ts";
import type { KubernetesCluster } from "../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { KubeObject } from "../../sim/kubernetes/types.ts";
import { forwardingsOf, listenersOf, rulesOf } from "./listeners.ts";
import { instanceIdOf } from "./target-owners.ts";

/** A target group, and for whom it is there. */
export interface TargetGroupReport {
  readonly arn: string;
  readonly name: string;
  readonly vpcId: string;
  /** Name of the app whose pods are its targets. */
  readonly app: string;
  /** `ip` for pods, `instance` for nodes. */
  readonly targetType: string;
  /** Names of the load balancers that forward to it. */
  readonly loadBalancers: readonly string[];
  /** The greatest weight that a rule gives it, 0 for one that is only prepared; null where no rule names it. */
  readonly weight: number | null;
  /** Names of the EKS clusters that bind it to a Service. */
  readonly clusters: readonly string[];
  /** Whether one of these Services selects a pod. */
  readonly hasPods: boolean;
  /** Instances of nodes that have no pod for a Service of `externalTrafficPolicy: Local`: they fail health checks, as they should. */
  readonly idleInstances: readonly string[];
}

/** Tag of a target group that says whose it is, where a program makes it and not a controller. */
const APP_TAG = "multicluster-ingress/app";

/** What the names of Services begin with; the name of the app is the rest. */
const SERVICE_PREFIX = /^(service|nlb)-(?=.)/;

const NODE = "v1/Node";
const CRD = "apiextensions.k8s.io/v1/CustomResourceDefinition";
const BINDING_CRD = "targetgroupbindings.elbv2.k8s.aws";

/** How many tags can be asked for at a time. */
const TAGS_AT_ONCE = 20;

/** Every target group. */
export function readTargetGroups(cloud: Cloud): TargetGroupReport[] {
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  const apps = appTags(
    cloud,
    TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn),
  );
  const uses = usesByTargetGroup(cloud);
  const bindings = Map.groupBy(readBindings(cloud), ({ targetGroupArn }) => targetGroupArn);
  return TargetGroups.map(({ TargetGroupArn: arn, TargetGroupName: name, VpcId, TargetType }) => {
    const bound = bindings.get(arn) ?? [];
    const used = uses.get(arn) ?? [];
    return {
      arn,
      name,
      app: apps.get(arn) ?? bound[0]?.app ?? name,
      vpcId: VpcId,
      targetType: TargetType,
      loadBalancers: [...new Set(used.map(({ loadBalancer }) => loadBalancer))],
      weight: used.length === 0 ? null : Math.max(...used.map(({ weight }) => weight)),
      clusters: [...new Set(bound.map(({ cluster }) => cluster))],
      hasPods: bound.some(({ hasPods }) => hasPods),
      idleInstances: bound.flatMap(({ idleInstances }) => idleInstances),
    };
  });
}

/** `target group k8s-shop-1234567890 of app shop has no healthy target, and cluster blue binds it` */
export function describeWithoutTarget({ name, app, clusters }: TargetGroupReport): string {
  const bound = clusters.length === 0 ? "no cluster binds it" : `it is bound by ${clusters.join(", ")}`;
  return `target group ${name} of app ${app} has no healthy target; ${bound}`;
}

function appTags(cloud: Cloud, arns: readonly string[]): Map<string, string> {
  const apps = new Map<string, string>();
  for (let from = 0; from < arns.length; from += TAGS_AT_ONCE) {
    const ResourceArns = arns.slice(from, from + TAGS_AT_ONCE);
    const { TagDescriptions } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTags", {
      ResourceArns,
    });
    for (const { ResourceArn, Tags } of TagDescriptions) {
      const app = Tags.find(({ Key }) => Key === APP_TAG)?.Value;
      if (app !== undefined) apps.set(ResourceArn, app);
    }
  }
  return apps;
}

/** Load balancers and weights, by ARN of the target group. */
function usesByTargetGroup(cloud: Cloud) {
  const { LoadBalancers } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    {},
  );
  const uses = LoadBalancers.flatMap(({ LoadBalancerArn, LoadBalancerName: loadBalancer }) =>
    listenersOf(cloud, LoadBalancerArn)
      .flatMap(({ ListenerArn }) => rulesOf(cloud, ListenerArn))
      .flatMap((rule) => forwardingsOf(rule).map((forwarding) => ({ ...forwarding, loadBalancer }))),
  );
  return Map.groupBy(uses, ({ targetGroupArn }) => targetGroupArn);
}

interface Binding {
  readonly targetGroupArn: string;
  readonly cluster: string;
  readonly app: string;
  readonly hasPods: boolean;
  readonly idleInstances: readonly string[];
}

function readBindings(cloud: Cloud): Binding[] {
  return [...clustersOf(cloud).values()].flatMap((cluster) =>
    // Without the controller's chart, a cluster does not know the kind.
    cluster.api.find(CRD, undefined, BINDING_CRD) === undefined ? [] : bindingsOf(cluster),
  );
}

function bindingsOf({ name: cluster, api }: KubernetesCluster): Binding[] {
  return api.list(TARGET_GROUP_BINDING).map(({ metadata: { namespace }, spec }) => {
    const { name } = spec.serviceRef;
    const service = api.find(SERVICE, namespace, name)?.spec;
    const selector = service?.selector;
    const where = { ...(namespace !== undefined && { namespace }), labels: selector ?? {} };
    const pods = selector === undefined ? [] : api.list(POD, where);
    return {
      cluster,
      targetGroupArn: spec.targetGroupARN ?? "",
      app: name.replace(SERVICE_PREFIX, ""),
      hasPods: pods.length > 0,
      idleInstances: service?.externalTrafficPolicy === "Local" ? instancesWithout(api.list(NODE), pods) : [],
    };
  });
}

/** Instance ids of nodes on which none of the pods is. */
function instancesWithout(nodes: readonly KubeObject[], pods: readonly KubeObject[]): string[] {
  const busy = new Set(pods.map((pod) => (pod["spec"] as { nodeName?: string }).nodeName));
  return nodes.filter(({ metadata }) => !busy.has(metadata.name)).flatMap((node) => instanceIdOf(node) ?? []);
}
