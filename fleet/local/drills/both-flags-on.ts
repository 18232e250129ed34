import type { Drill } from "./drill.ts";
import { ownTargets, scale } from "./actions.ts";
import { targetSymptoms } from "./scene.ts";

export const bothFlagsOn: Drill = {
  name: "both-flags-on",
  summary: "the way it should be: each cluster lists its own targets and leaves the others' alone",
  cause:
    "Nothing is wrong. Ingress and TargetGroupBinding carry the multi-cluster flag from the start, so each controller " +
    "keeps a list of the targets that it registered, and removes only those.",
  remedy: "None needed. Scaling one cluster changes its own list, and no target of another cluster.",
  async play(scene) {
    const stage = await scene.runningStage();
    const before = [...targetSymptoms(stage.targets()), ...ownTargets(stage)];
    scale(stage, stage.member, 3);
    return {
      symptoms: before,
      afterRemedy: [...targetSymptoms(stage.targets()), ...ownTargets(stage)],
    };
  },
};
