import type { Drill, Symptom } from "./drill.ts";
import { policyWithout } from "./mistakes.ts";
import { failureSymptoms, type Scene } from "./scene.ts";

/** Actions that the first Ingress needs, in the order in which the controller calls them. */
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
    "controller goes on from where it was refused.",
  async play(scene) {
    const symptoms: Symptom[] = [];
    for (const action of ACTIONS) symptoms.push(...(await without(scene, action)));
    return { symptoms };
  },
};

/** Brings the primary up with a policy that lacks one action. */
export async function without(scene: Scene, action: string): Promise<Symptom[]> {
  const stage = await scene.stage();
  const result = await stage.up(stage.primary, policyWithout(action));
  return failureSymptoms(stage.primary, result).map(({ where, what }) => ({
    where: `without ${action}: ${where}`,
    what,
  }));
}
