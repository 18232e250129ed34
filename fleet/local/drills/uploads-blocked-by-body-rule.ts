import type { Drill, Moment } from "./drill.ts";
import { answersTo } from "./requests-in-virtual-time.ts";
import type { Stage } from "./stage.ts";

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html, SizeRestrictions_BODY */
export const uploadsBlockedByBodyRule: Drill = {
  name: "uploads-blocked-by-body-rule",
  summary: "a web ACL refuses uploads: the app is healthy, and large requests never reach it",
  cause:
    "A web ACL of a load balancer sees the first 8 KB of a body. AWSManagedRulesCommonRuleSet refuses what is longer by its rule " +
    "SizeRestrictions_BODY, and so does protection.maxBodyBytes. While the groups only count nothing is refused, so that it shows " +
    "when they begin to block. The answer is 403, or 413 of maxBodyBytes, with nothing in the log of the app.",
  remedy:
    "Name the beginnings of the paths of uploads in protection.uploads: rules that look into bodies leave those alone, all others hold. " +
    "Let the app check and limit what it gets there. Where bodies are long everywhere, let SizeRestrictions_BODY only count, by countedRules of " +
    "its group. Metrics, logs and sampled requests of the web ACL tell which rule it was.",
  async play(scene) {
    const base = await scene.runningStage("owner");
    const protect = (protection: object) =>
      base.with({ protection: JSON.stringify(protection) }).up(base.primary);
    await protect({ managedRules: "count" });
    const counting = look(base, "the rule groups of AWS count");
    await protect({ managedRules: "block" });
    const blocking = look(base, "they block");
    await protect({ managedRules: "block", uploads: ["/"] });
    return {
      moments: [counting, blocking],
      afterRemedy: [look(base, "protection.uploads names the path")],
    };
  },
};

function look(stage: Stage, when: string): Moment {
  const symptoms = answersTo(stage, {
    "a request with a body of 8 KB": { bodyBytes: 8_192 },
    "one with a body of 1 MB": { bodyBytes: 1_048_576 },
  });
  return { when, symptoms };
}
