import type { Drill } from "./drill.ts";
import { ownTargets, scale, setFlag } from "./actions.ts";
import { targetSymptoms } from "./scene.ts";

export const flagFlipped: Drill = {
  name: "flag-flipped",
  summary: "the flag of a living binding is switched off, and on again",
  cause:
    "Off, the next reconcile evicts every target of other clusters. On again, the controller starts a new list from what " +
    "it has now, and removes nothing in that pass: a target that was about to go stays for good.",
  remedy:
    "Leave the flag on, always. After a flip let every other cluster reconcile, and look for stale targets.",
  async play(scene) {
    const stage = await scene.runningStage();
    setFlag(stage, stage.member, false);
    const off = targetSymptoms(stage.targets());
    setFlag(stage, stage.member, true);
    const on = targetSymptoms(stage.targets());
    scale(stage, stage.primary, 3);
    return {
      symptoms: [...off, ...on],
      afterRemedy: [...targetSymptoms(stage.targets()), ...ownTargets(stage)],
    };
  },
};
