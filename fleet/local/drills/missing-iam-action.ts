import { restartController } from "./actions.ts";
import type { Drill, Moment } from "./drill.ts";
import { beforeFirst, INGRESS, policyWithout, together } from "./mistakes.ts";
import { targetSymptoms } from "./symptoms.ts";

/** Actions that the first Ingress needs, in the order in which the controller comes to them. */
export const ACTIONS = [
  "elasticloadbalancing:DescribeLoadBalancers",
  "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups",
  "ec2:CreateSecurityGroup",
  "ec2:AuthorizeSecurityGroupIngress",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:CreateTargetGroup",
  "elasticloadbalancing:CreateLoadBalancer",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:CreateListener",
  "elasticloadbalancing:CreateRule",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:RegisterTargets",
  "ec2:DescribeInstances",
] as const;

export const missingIamAction: Drill = {
  name: "missing-iam-action",
  summary: "an action is missing from the controller's IAM policy: the update fails and says which",
  cause:
    "The controller's policy is older than the controller, or was cut by hand. Some refusals stop the Ingress; others " +
    "show only on the TargetGroupBinding, after the Ingress has its hostname and says that all is well.",
  remedy:
    "Use the policy of exactly the controller's version, which the LbcAddon component brings, and update again: the " +
    "controller goes on from where it was refused. It tries again after up to 17 minutes; at once when it is restarted.",
  async play(scene) {
    const stage = await scene.stage("ingress");
    const { primary } = stage;
    const restart = () => {
      restartController(stage, primary);
    };
    const moments: Moment[] = [];
    // Each update goes on from where the one before was refused, and so comes to the next action.
    for (const action of ACTIONS) {
      const mistake = together(policyWithout(action), beforeFirst(INGRESS, restart));
      moments.push({ when: `without ${action}`, symptoms: await stage.fail(primary, mistake) });
    }
    await stage.up(primary, beforeFirst(INGRESS, restart));
    return {
      moments,
      afterRemedy: [{ when: "with the whole policy", symptoms: targetSymptoms(stage) }],
    };
  },
};
