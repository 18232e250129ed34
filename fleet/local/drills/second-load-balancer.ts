import { readTargetGroups } from "../target-groups.ts";
import { verifyTargets } from "../verify.ts";
import type { Drill } from "./drill.ts";
import { ownedByPulumi } from "./pulumi-owned.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { targetSymptoms } from "./symptoms.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html, TargetGroupAssociationLimit */
export const secondLoadBalancer: Drill = {
  name: "second-load-balancer",
  summary:
    "a load balancer is to be replaced while its target group stays: AWS refuses the new one's listener",
  cause:
    "A target group belongs to one load balancer at a time. Who makes the new load balancer first, as Pulumi does for a replaced resource and as " +
    "one does by hand to have no gap, cannot forward from it to the target groups of the old one. This program lets go of them before, in " +
    "the order that AWS takes; with members there it refuses the change, as the new load balancer has another DNS name.",
  remedy:
    "Delete what was made by hand. While no member is there, change ingress.scheme or ingress.loadBalancerName and update the owner: target " +
    "groups and all that is bound to them go over to the new load balancer. With members, bring up a second fleet with target groups of its own " +
    "beside the first, point the names there, and take the first one away.",
  async play(scene) {
    const base = await scene.stage("owner");
    const settings = ownedByPulumi(base);
    const stage = base.with(settings);
    await stage.up(stage.primary);
    const before = look(stage);
    const refused = makeSecond(stage);
    const internal = base.with(ownedByPulumi(base, { scheme: "internal" }));
    await internal.up(stage.primary);
    return {
      moments: [
        { when: `${stage.primary} has its load balancer`, symptoms: before },
        { when: "somebody makes an internal one by hand, to replace it", symptoms: refused },
      ],
      afterRemedy: [
        {
          when: `that is deleted, and ${stage.primary} is updated with scheme internal`,
          symptoms: look(stage),
        },
      ],
    };
  },
};

/** `aws elbv2 create-load-balancer` and `create-listener`, and the former undone. */
function makeSecond({ cloud }: Stage): Symptom[] {
  const { administrator } = cloud;
  const elb = "elasticloadbalancing";
  const [first] = cloud.call(administrator, elb, "DescribeLoadBalancers", {}).LoadBalancers;
  const { LoadBalancers } = cloud.call(administrator, elb, "CreateLoadBalancer", {
    Name: "by-hand",
    Type: "application",
    Scheme: "internal",
    Subnets: first!.AvailabilityZones.map(({ SubnetId }) => SubnetId),
    SecurityGroups: first!.SecurityGroups,
  });
  const { LoadBalancerArn } = LoadBalancers[0]!;
  const TargetGroupArn = readTargetGroups(cloud)[0]!.arn;
  try {
    cloud.call(administrator, elb, "CreateListener", {
      LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn }],
    });
  } catch (error) {
    return [{ where: "aws elbv2 create-listener", what: (error as Error).message }];
  } finally {
    cloud.call(administrator, elb, "DeleteLoadBalancer", { LoadBalancerArn });
  }
  throw new Error("the second load balancer forwards to the target group of the first");
}

/** Which load balancer has which target groups. */
function look(stage: Stage): Symptom[] {
  const { loadBalancers, targetGroups } = verifyTargets(stage.cloud);
  const owners = targetGroups.map((group) => ({
    where: `target group of app ${group.app}`,
    what: `of load balancer ${group.loadBalancers.map((name) => schemeOf(stage, name)).join(", ")}`,
  }));
  return [
    { where: "load balancers", what: String(loadBalancers.length) },
    ...owners,
    ...targetSymptoms(stage),
  ];
}

function schemeOf({ cloud }: Stage, name: string): string {
  const { LoadBalancers } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeLoadBalancers", {
    Names: [name],
  });
  return LoadBalancers[0]!.Scheme;
}
