/** What drills of the Gateway API have in common: what somebody applies with kubectl, and what is told of it. */
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import type { Manifest } from "../../../sim/kubernetes/types.ts";
import { rest } from "./actions.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { describeEvent } from "./symptoms.ts";

const GATEWAY_API = "gateway.networking.k8s.io/v1";
const CONFIGURATIONS = "gateway.k8s.aws/v1";

/** Name of the Gateway and of all that belongs to it. */
const DOOR = "door";

/** Of objects that this program has no types for. */
type Fields = Readonly<Record<string, unknown>>;

/** Clusters with the Gateway API and the class `alb`. */
export function withGatewayApi(stage: Stage): Stage {
  return stage.with({ addons: JSON.stringify({ gatewayApi: true }) });
}

/** `kubectl apply` of a class of Gateways. */
export function applyClass(stage: Stage, stack: string, name: string): void {
  stage.cluster(stack).api.apply({
    apiVersion: GATEWAY_API,
    kind: "GatewayClass",
    metadata: { name },
    spec: { controllerName: "gateway.k8s.aws/alb" },
  } as Manifest);
}

/**
 * `kubectl apply` of the Gateway `door` beside the app, and of a route through it to the app's pods; see {@link applyDefaults}.
 *
 * @param loadBalancer further fields of its LoadBalancerConfiguration.
 */
export function applyGateway(
  stage: Stage,
  stack: string,
  gatewayClassName: string,
  listener: Fields,
  loadBalancer: Fields = {},
): void {
  const parametersRef = { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: DOOR };
  apply(stage, stack, [CONFIGURATIONS, "LoadBalancerConfiguration", DOOR], {
    scheme: "internet-facing",
    defaultTargetGroupConfiguration: { name: DOOR },
    ...loadBalancer,
  });
  apply(stage, stack, [GATEWAY_API, "Gateway", DOOR], {
    gatewayClassName,
    listeners: [{ name: DOOR, ...listener }],
    infrastructure: { parametersRef },
  });
  const { name, port } = appService(stage.cluster(stack));
  apply(stage, stack, [GATEWAY_API, "HTTPRoute", DOOR], {
    parentRefs: [{ name: DOOR }],
    rules: [{ backendRefs: [{ name, port }] }],
  });
  rest(stage);
}

/** `kubectl apply` of what the Gateway's target groups are like where no other configuration says otherwise. */
export function applyDefaults(stage: Stage, stack: string, defaultConfiguration: Fields): void {
  apply(stage, stack, [CONFIGURATIONS, "TargetGroupConfiguration", DOOR], { defaultConfiguration });
}

/** `kubectl apply` of what the target group of the app's Service is like. */
export function applyToService(stage: Stage, stack: string, defaultConfiguration: Fields): void {
  const { name } = appService(stage.cluster(stack));
  const targetReference = { name };
  apply(stage, stack, [CONFIGURATIONS, "TargetGroupConfiguration", name], {
    targetReference,
    defaultConfiguration,
  });
  rest(stage);
}

function apply(
  stage: Stage,
  stack: string,
  [apiVersion, kind, name]: readonly [string, string, string],
  spec: Fields,
): void {
  const { api } = stage.cluster(stack);
  const { namespace } = appService(stage.cluster(stack));
  api.apply({ apiVersion, kind, metadata: { name, namespace }, spec } as Manifest);
}

function appService({ api }: KubernetesCluster) {
  const { metadata, spec } = api
    .list("v1/Service")
    .find(({ metadata }) => metadata.namespace !== "kube-system" && metadata.name !== "kubernetes")!;
  return { namespace: metadata.namespace!, name: metadata.name, port: spec.ports![0]!.port };
}

/** What kubectl shows of an object's state. */
interface Told {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** Conditions of the classes and of the Gateway. */
export function gatewaySymptoms(stage: Stage, stack: string): Symptom[] {
  const { name, api } = stage.cluster(stack);
  const conditions = (kind: "GatewayClass" | "Gateway") =>
    (api.list(`${GATEWAY_API}/${kind}`) as Told[]).map(({ metadata, status }) => ({
      where: `cluster ${name}, ${kind}/${metadata.name}, conditions`,
      what: (status?.conditions ?? [])
        .map(({ type, status: value, reason = "", message = "" }) =>
          [`${type} ${value}, ${reason}`, ...(message === "" ? [] : [message])].join(": "),
        )
        .join("\n"),
    }));
  return [...conditions("GatewayClass"), ...conditions("Gateway")];
}

/** The first refusal in the events of the Gateway. */
export function refusalSymptoms(stage: Stage, stack: string): Symptom[] {
  const { name, api } = stage.cluster(stack);
  const refusal = api
    .list("v1/Event")
    .find((event) => /^Failed(Build|Deploy)Model$/.test(String(event["reason"])));
  return [{ where: `cluster ${name}, event of Gateway/${DOOR}`, what: describeEvent(refusal) }];
}

/** What `aws elbv2 describe-target-groups` shows of the Gateway's target group, and how its targets are. */
export function gatewayTargetSymptoms(stage: Stage): Symptom[] {
  const { cloud } = stage;
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  const own = elbv2State(cloud)
    .loadBalancers.values()
    .filter(({ name }) => name.includes(DOOR))
    .map(({ arn }) => arn);
  return TargetGroups.filter(({ LoadBalancerArns }) =>
    LoadBalancerArns?.some((arn) => own.includes(arn)),
  ).map(
    ({ HealthCheckPath, HealthCheckIntervalSeconds, UnhealthyThresholdCount, Matcher, TargetGroupName }) => {
      const targets = stage.targets().filter(({ targetGroup }) => targetGroup === TargetGroupName);
      return {
        where: "AWS, target group of the Gateway",
        what: [
          `health check of path ${HealthCheckPath}, answer ${Matcher?.HttpCode}, every ${HealthCheckIntervalSeconds} s, unhealthy after ${UnhealthyThresholdCount}`,
          ...new Set(targets.map(({ state }) => `targets ${state}`)),
        ].join("\n"),
      };
    },
  );
}
