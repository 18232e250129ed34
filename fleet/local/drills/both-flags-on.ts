import { scaleApp } from "./actions.ts";
import type { Drill } from "./drill.ts";
import { observer } from "./observer.ts";
import { ownTargetLists } from "./symptoms.ts";

export const bothFlagsOn: Drill = {
  name: "both-flags-on",
  summary: "the way it should be: each cluster lists its own targets and leaves the others' alone",
  cause:
    "Nothing is wrong. Ingress and TargetGroupBinding carry the multi-cluster flag from the start, so each controller " +
    "keeps a list of the targets that it registered, and removes only those.",
  remedy: "None needed. Scaling one cluster changes its own list, and no target of another cluster.",
  async play(scene) {
    const stage = await scene.runningStage("primary");
    const look = observer(stage, ownTargetLists);
    const moments = [look("all stacks are up")];
    for (const [stack, pods] of [
      [stage.member, 3],
      [stage.member, 1],
      [stage.primary, 3],
    ] as const) {
      scaleApp(stage, stack, pods);
      moments.push(look(`${stack} is scaled to ${pods === 1 ? "1 pod" : `${pods} pods`}`));
    }
    return { moments, afterRemedy: [] };
  },
};
