import type { Drill, Symptom } from "./drill.ts";
import { rest } from "./actions.ts";
import type { Stage } from "./scene.ts";

const INGRESS = "networking.k8s.io/v1/Ingress";
const CONTROLLER = "aws-load-balancer-controller";

export const controllerRemovedFirst: Drill = {
  name: "controller-removed-first",
  summary: "the controller goes before the Ingress: its deletion hangs, AWS objects stay",
  cause:
    "The Ingress carries a finalizer that only the controller removes, after it deleted load balancer, target group and " +
    "security group. Without a controller the deletion waits for ever.",
  remedy:
    "Bring the controller back: it finishes the deletion. Do not remove finalizers by hand, that leaks everything in AWS. " +
    "In the stacks the controller outlives the Ingress by dependency.",
  async play(scene) {
    const stage = await scene.runningStage();
    const { api } = stage.cluster(stage.primary);
    const [ingress] = api.list(INGRESS);
    const { namespace, name } = ingress!.metadata;
    setControllerReplicas(stage, 0);
    // The webhook that would look at the change is served by the controller too.
    api.delete(INGRESS, namespace, name);
    rest(stage);
    const stuck = api.find(INGRESS, namespace, name);
    const symptoms: Symptom[] = [
      {
        where: `cluster ${stage.cluster(stage.primary).name}, Ingress/${name}`,
        what: `deletionTimestamp ${String(stuck?.metadata.deletionTimestamp)}, finalizers ${String(stuck?.metadata.finalizers)}`,
      },
      ...awsObjects(stage),
    ];
    setControllerReplicas(stage, 2);
    const gone = api.find(INGRESS, namespace, name) === undefined;
    return {
      symptoms,
      afterRemedy: [
        { where: `Ingress/${name}`, what: gone ? "deleted" : "still there" },
        ...awsObjects(stage),
      ],
    };
  },
};

function setControllerReplicas(stage: Stage, replicas: number): void {
  const { api } = stage.cluster(stage.primary);
  const deployment = api
    .list("apps/v1/Deployment", { namespace: "kube-system" })
    .find(({ metadata }) => metadata.name.includes(CONTROLLER))!;
  api.patch("apps/v1/Deployment", "kube-system", deployment.metadata.name, { spec: { replicas } });
  rest(stage);
}

/** What the controller made in AWS and is still there. */
function awsObjects({ cloud }: Stage): Symptom[] {
  const loadBalancers = cloud.elbv2.loadBalancers.values().map(({ arn }) => arn);
  const targetGroups = cloud.elbv2.targetGroups.values().map(({ arn }) => arn);
  const managedGroups = cloud.ec2.securityGroups
    .where(({ Description }) => Description.startsWith("[k8s]"))
    .map(({ GroupId }) => GroupId);
  return [...loadBalancers, ...targetGroups, ...managedGroups].map((id) => ({ where: "AWS", what: id }));
}
