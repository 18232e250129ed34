import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Intercept } from "../../../sim/hosts/in-process/deployment.ts";
import { freeAddresses, leaveFree, restartController } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Symptom } from "./symptom.ts";
import { beforeFirst, INGRESS, subnetsWithoutRoleTag, together } from "./mistakes.ts";
import type { Stage } from "./stage.ts";
import { targetSymptoms } from "./symptoms.ts";

export const subnetsWithoutTags: Drill = {
  name: "subnets-without-role-tags",
  summary: "no subnet has the role tag: found by their routes, and without those not at all",
  cause:
    "For an internet-facing load balancer the controller looks for subnets with the tag kubernetes.io/role/elb, and where " +
    "none has it for subnets that route to an internet gateway.",
  remedy: "Tag the public subnets kubernetes.io/role/elb=1, as the Vpc component does.",
  async play(scene) {
    const routed = await scene.stage("ingress");
    await routed.up(routed.primary, subnetsWithoutRoleTag());
    const stage = (await scene.stage("ingress")).with(NODES_BEHIND_NAT);
    const { primary } = stage;
    const failure = await stage.fail(
      primary,
      together(
        subnetsWithoutRoleTag(),
        beforeFirst(INGRESS, () => {
          removeInternetRoutes(stage);
        }),
      ),
    );
    await stage.up(primary, afterRestart(stage));
    return {
      moments: [
        { when: "no role tags, routes to an internet gateway", symptoms: loadBalancerSymptoms(routed) },
        { when: "no role tags, no routes to an internet gateway", symptoms: failure },
      ],
      afterRemedy: [
        {
          when: "role tags, still no routes: it is made, but nobody on the internet reaches it",
          symptoms: loadBalancerSymptoms(stage),
        },
      ],
    };
  },
};

/** So that nodes still reach AWS where public subnets lead nowhere. */
const NODES_BEHIND_NAT = {
  vpc: JSON.stringify({ natGateways: "single" }),
  nodeGroups: JSON.stringify([{ name: "ng", subnets: "private" }]),
};

export const oneZone: Drill = {
  name: "one-zone",
  summary: "only subnets of one zone are offered to the load balancer",
  cause:
    "An Application Load Balancer wants subnets in two zones. Here only one zone's subnet has the role tag.",
  remedy:
    "Give the VPC two zones or more, each with a tagged public subnet; the Vpc component refuses fewer.",
  async play(scene) {
    const stage = await scene.stage("ingress");
    const { primary } = stage;
    const failure = await stage.fail(
      primary,
      subnetsWithoutRoleTag((name) => !name.endsWith("-1")),
    );
    await stage.up(primary, afterRestart(stage));
    return {
      moments: [{ when: "the subnets of two zones have no role tag", symptoms: failure }],
      afterRemedy: [{ when: "the subnets of all zones have it", symptoms: loadBalancerSymptoms(stage) }],
    };
  },
};

export const fewAddresses: Drill = {
  name: "few-addresses",
  summary: "fewer than 8 free addresses in the subnets of the load balancer",
  cause:
    "A load balancer grows, and wants eight free addresses in each of its subnets. Something else took them.",
  remedy: "Free addresses, or give load balancers subnets of their own, /27 at least.",
  async play(scene) {
    const stage = await scene.stage("ingress");
    const { primary } = stage;
    const failure = await stage.fail(
      primary,
      beforeFirst(INGRESS, () => {
        leaveFree(stage, 7);
      }),
    );
    freeAddresses(stage);
    await stage.up(primary, afterRestart(stage));
    return {
      moments: [{ when: "7 addresses are free in each public subnet", symptoms: failure }],
      afterRemedy: [{ when: "what took the others is gone", symptoms: loadBalancerSymptoms(stage) }],
    };
  },
};

/** So that the controller does not wait before it tries again. */
function afterRestart(stage: Stage): Intercept {
  return beforeFirst(INGRESS, () => {
    restartController(stage, stage.primary);
  });
}

/** Takes away the routes to the internet gateway. */
function removeInternetRoutes({ cloud }: Stage): void {
  for (const { RouteTableId, Routes } of ec2State(cloud).routeTables.values()) {
    if (!Routes.some(({ GatewayId }) => GatewayId?.startsWith("igw-"))) continue;
    cloud.call(cloud.administrator, "ec2", "DeleteRoute", {
      RouteTableId,
      DestinationCidrBlock: "0.0.0.0/0",
    });
  }
}

/** Where the load balancer is, and how its targets are. */
function loadBalancerSymptoms(stage: Stage): Symptom[] {
  const { cloud } = stage;
  const [loadBalancer] = elbv2State(cloud).loadBalancers.values();
  const subnets = loadBalancer!.subnets.map(({ subnetId }) => {
    const { AvailabilityZone, CidrBlock } = ec2State(cloud).subnets.get(subnetId);
    return `${CidrBlock} in ${AvailabilityZone}`;
  });
  return [
    { where: "AWS, subnets of the load balancer", what: subnets.sort().join(", ") },
    ...targetSymptoms(stage),
  ];
}
