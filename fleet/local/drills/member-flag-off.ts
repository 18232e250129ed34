import type { Drill } from "./drill.ts";
import { rest, scale, setFlag } from "./actions.ts";
import { bindingWithoutFlag, ingressWithoutFlag, together } from "./mistakes.ts";
import { targetSymptoms } from "./scene.ts";

export const memberFlagOff: Drill = {
  name: "member-flag-off",
  summary: "the member's binding lacks the flag: it evicts the primary's targets",
  cause:
    "A controller without the multi-cluster flag believes that the target group is its own: every target that is no pod " +
    "of its cluster is a leftover to it, and is deregistered on each of its reconciles.",
  remedy:
    "Set multiClusterTargetGroup: true on the member's TargetGroupBinding (the component always does), then let the " +
    "primary reconcile once, e.g. by scaling its Deployment: it does not notice by itself what it lost.",
  async play(scene) {
    const stage = await scene.stage();
    await stage.up(stage.primary);
    await stage.up(stage.member, bindingWithoutFlag);
    rest(stage);
    const symptoms = targetSymptoms(stage.targets());
    setFlag(stage, stage.member, true);
    scale(stage, stage.primary, 3);
    return { symptoms, afterRemedy: targetSymptoms(stage.targets()) };
  },
};

export const bothFlagsOff: Drill = {
  name: "both-flags-off",
  summary: "neither side has the flag: the clusters evict each other in turn",
  cause:
    "Both controllers believe that the target group is their own. Whoever reconciles last wins; the other one notices " +
    "nothing until an event of its own, and then takes everything back.",
  remedy:
    "Set the flag on both sides, the annotation on the Ingress and the field on the binding, from the start.",
  async play(scene) {
    const stage = await scene.stage();
    await stage.up(stage.primary, ingressWithoutFlag);
    await stage.up(stage.member, together(bindingWithoutFlag, ingressWithoutFlag));
    rest(stage);
    const memberWins = targetSymptoms(stage.targets());
    scale(stage, stage.primary, 3);
    return { symptoms: [...memberWins, ...targetSymptoms(stage.targets())] };
  },
};
