import { rest, scaleApp, setFlag } from "./actions.ts";
import type { Drill, Moment } from "./drill.ts";
import { bindingWithoutFlag, ingressWithoutFlag } from "./mistakes.ts";
import { observer } from "./observer.ts";

export const memberFlagOff: Drill = {
  name: "member-flag-off",
  summary: "the member's binding lacks the flag: it evicts the primary's targets",
  cause:
    "A controller without the multi-cluster flag believes that the target group is its own: every target that is not a pod " +
    "of its cluster is a leftover to it, and is deregistered on each of its reconciles.",
  remedy:
    "Set multiClusterTargetGroup: true on the member's TargetGroupBinding (the component always does), then let the " +
    "primary reconcile once, e.g. by scaling its Deployment: it does not notice by itself what it lost.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const look = observer(stage);
    await stage.up(stage.primary);
    const moments = [look(`${stage.primary} is up`)];
    await stage.up(stage.member, bindingWithoutFlag);
    rest(stage);
    moments.push(look(`${stage.member} has joined without the flag`));
    setFlag(stage, stage.member, true);
    const afterRemedy = [look(`${stage.member} has the flag`)];
    scaleApp(stage, stage.primary, 3);
    afterRemedy.push(look(`${stage.primary} is scaled to 3 pods, and so reconciles`));
    return { moments, afterRemedy };
  },
};

export const bothFlagsOff: Drill = {
  name: "both-flags-off",
  summary: "neither side has the flag: the clusters evict each other in turn",
  cause:
    "Both controllers believe that the target group is their own. Whoever reconciles last wins; the other one notices " +
    "nothing until an event of its own, and then takes everything back.",
  remedy:
    "Set the flag on both sides, the annotation on the Ingress and the field on the binding, from the start. A later " +
    "update of both stacks with the flag repairs it too.",
  async play(scene) {
    const stage = await scene.stage("ingress");
    const look = observer(stage);
    const { primary, member } = stage;
    await stage.up(primary, ingressWithoutFlag);
    const moments = [look(`${primary} is up`)];
    await stage.up(member, bindingWithoutFlag);
    rest(stage);
    moments.push(look(`${member} has joined`));
    for (const stack of [primary, member]) {
      scaleApp(stage, stack, 3);
      moments.push(look(`${stack} is scaled to 3 pods`));
    }
    const afterRemedy: Moment[] = [];
    for (const stack of [member, primary]) {
      await stage.up(stack);
      rest(stage);
      afterRemedy.push(look(`${stack} is updated with the flag`));
    }
    return { moments, afterRemedy };
  },
};
