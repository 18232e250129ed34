/** What an operator does by hand in a drill, and how it is looked at. */
import type { KubeObject } from "../../../sim/kubernetes/types.ts";
import type { Symptom } from "./drill.ts";
import type { Stage } from "./scene.ts";

const BINDING = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";

/** Time in which controllers and health checks have come to rest after a change. */
const REST_MS = 3 * 60_000;

/** Lets the cloud work for a while. */
export function rest(stage: Stage): void {
  stage.cloud.clock.advance(REST_MS);
}

/** `kubectl scale deployment`, and the time until the change has reached the load balancer. */
export function scale(stage: Stage, stack: string, replicas: number): void {
  const { api } = stage.cluster(stack);
  const deployment = appDeployment(stage, stack);
  api.patch("apps/v1/Deployment", deployment.metadata.namespace, deployment.metadata.name, {
    spec: { replicas },
  });
  rest(stage);
}

/** The app's Deployment: the one outside of the system's namespace. */
export function appDeployment(stage: Stage, stack: string): KubeObject {
  const found = stage
    .cluster(stack)
    .api.list("apps/v1/Deployment")
    .find(({ metadata }) => metadata.namespace !== "kube-system");
  if (found === undefined) throw new Error(`stack ${stack} runs no app`);
  return found;
}

/** The binding of a stack's cluster, made by Pulumi or by the controller. */
export function binding(stage: Stage, stack: string): KubeObject {
  const [found] = stage.cluster(stack).api.list(BINDING);
  if (found === undefined) throw new Error(`stack ${stack} has no TargetGroupBinding`);
  return found;
}

/** Sets the multi-cluster flag of a living binding, as somebody with kubectl would. */
export function setFlag(stage: Stage, stack: string, multiClusterTargetGroup: boolean): void {
  const { metadata } = binding(stage, stack);
  stage
    .cluster(stack)
    .api.patch(BINDING, metadata.namespace, metadata.name, { spec: { multiClusterTargetGroup } });
  rest(stage);
}

/** The lists in which each cluster's controller keeps the targets that it registered. */
export function ownTargets(stage: Stage): Symptom[] {
  return stage.session.stacks.flatMap(({ stack }) =>
    stage
      .cluster(stack)
      .api.list("v1/ConfigMap")
      .filter(({ metadata }) => metadata.name.startsWith("aws-lbc-targets-"))
      .map((configMap) => ({
        where: `cluster ${stage.cluster(stack).name}, ConfigMap/${configMap.metadata.name}`,
        what: (configMap["data"] as { targets: string }).targets,
      })),
  );
}
