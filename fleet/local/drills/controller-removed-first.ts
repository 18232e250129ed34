import { rest, scaleController } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Symptom } from "./symptom.ts";
import type { Stage } from "./stage.ts";
import { controllersObjects } from "./symptoms.ts";

const INGRESS = "networking.k8s.io/v1/Ingress";

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
    const stage = await scene.runningStage("ingress");
    const { api } = stage.cluster(stage.primary);
    const { namespace, name } = api.list(INGRESS)[0]!.metadata;
    const ingress = (): Symptom => ({
      where: `cluster ${stage.clusterName(stage.primary)}, Ingress/${name}`,
      what: stateOf(stage, namespace!, name),
    });
    scaleController(stage, stage.primary, 0);
    api.delete(INGRESS, namespace, name);
    rest(stage);
    const stuck = [ingress(), ...controllersObjects(stage)];
    scaleController(stage, stage.primary, 2);
    return {
      moments: [{ when: "the controller is gone, and the Ingress is deleted", symptoms: stuck }],
      afterRemedy: [{ when: "the controller is back", symptoms: [ingress(), ...controllersObjects(stage)] }],
    };
  },
};

function stateOf(stage: Stage, namespace: string, name: string): string {
  const ingress = stage.cluster(stage.primary).api.find(INGRESS, namespace, name);
  if (ingress === undefined) return "does not exist";
  const { deletionTimestamp, finalizers } = ingress.metadata;
  return `deletionTimestamp: ${deletionTimestamp}, finalizers: ${finalizers?.join(", ")}`;
}
