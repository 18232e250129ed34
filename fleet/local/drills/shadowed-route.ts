import { describeRoute } from "../traffic/routes.ts";
import type { Drill } from "./drill.ts";
import { firstListener } from "./first-listener.ts";
import { ownedByPulumi } from "./pulumi-owned.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { targetSymptoms } from "./symptoms.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html */
export const shadowedRoute: Drill = {
  name: "shadowed-route",
  summary:
    "a rule that somebody else adds takes the requests of all apps: their targets are healthy and get none",
  cause:
    "A listener tries its rules by priority, the lowest number first, and the first one whose conditions hold takes the request. A rule for " +
    "every path before those of the apps leaves them nothing. This program refuses a route that another one takes everything from, and names " +
    "both; a rule added in the console, or by another program on the same listener, it does not see.",
  remedy:
    "List the rules of the listener by priority and look for one that is not the program's and comes before: its number is lower, and its " +
    "conditions are wider. Delete it, or give it a number above those of the program. Rules of others belong on a listener of their " +
    "own, or behind a number of their own range, which ingress.priorityFrom leaves free.",
  async play(scene) {
    const base = await scene.stage("owner");
    const stage = base.with(ownedByPulumi(base));
    await stage.up(stage.primary);
    await base.upMembers();
    const before = look(stage);
    const remove = addRule(stage);
    const after = look(stage);
    remove();
    return {
      moments: [
        { when: "the stacks are up", symptoms: before },
        { when: "somebody adds a rule for every path, for maintenance", symptoms: after },
      ],
      afterRemedy: [{ when: "the rule is deleted", symptoms: look(stage) }],
    };
  },
};

/** `aws elbv2 create-rule`, with the lowest number. @returns takes it away again. */
function addRule(stage: Stage): () => void {
  const { cloud } = stage;
  const { Rules } = cloud.call(cloud.administrator, "elasticloadbalancing", "CreateRule", {
    ListenerArn: firstListener(stage).arn,
    Priority: 1,
    Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/*"] } }],
    Actions: [
      {
        Type: "fixed-response",
        FixedResponseConfig: { StatusCode: "503", ContentType: "text/plain", MessageBody: "maintenance" },
      },
    ],
  });
  const [rule] = Rules;
  return () => {
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeleteRule", { RuleArn: rule!.RuleArn });
  };
}

function look(stage: Stage): Symptom[] {
  return [...ruleSymptoms(stage), ...targetSymptoms(stage)];
}

/** What `aws elbv2 describe-rules` shows, read from the top. */
function ruleSymptoms(stage: Stage): Symptom[] {
  return firstListener(stage).routes.map((route) => {
    const answer = route.forwardsTo.length > 0 ? "forwards to an app" : "answers by itself";
    const shadow =
      route.shadowedBy === undefined ? "" : `; rule ${route.shadowedBy} takes its requests first`;
    return { where: `listener, ${describeRoute(route)}`, what: answer + shadow };
  });
}
