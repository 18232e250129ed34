import { deregisterUnhealthy, scaleApp, setFlag, setFlagAndScale } from "./actions.ts";
import type { Drill } from "./drill.ts";
import { observer } from "./observer.ts";
import { ownTargetLists } from "./symptoms.ts";

export const flagFlipped: Drill = {
  name: "flag-flipped",
  summary: "the flag of a living binding is switched off, and on again",
  cause:
    "Off, the next reconcile evicts every target of other clusters, and the controller's list of its own targets is " +
    "kept as it is, but no longer written. On again, only targets on that list may be removed: what was registered in " +
    "between and goes at that moment stays in the target group for good.",
  remedy:
    "Leave the flag on, always. After a flip let every other cluster reconcile, and deregister by hand the targets that " +
    "no cluster knows.",
  async play(scene) {
    const stage = await scene.runningStage("primary");
    const look = observer(stage, ownTargetLists);
    const { primary, member } = stage;
    const moments = [look("all stacks are up")];
    setFlag(stage, member, false);
    moments.push(look(`the flag of ${member} is switched off`));
    scaleApp(stage, member, 3);
    moments.push(look(`${member} is scaled to 3 pods`));
    setFlagAndScale(stage, member, true, 2);
    moments.push(look(`the flag of ${member} is on again, and at the same moment it is scaled to 2 pods`));
    scaleApp(stage, primary, 3);
    const afterRemedy = [look(`${primary} is scaled to 3 pods, and so reconciles`)];
    deregisterUnhealthy(stage);
    afterRemedy.push(look("what no cluster knows is deregistered by hand"));
    return { moments, afterRemedy };
  },
};
