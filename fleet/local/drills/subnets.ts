import { addressesUsedIn } from "../../../sim/aws/ec2/subnet-addresses.ts";
import type { Drill } from "./drill.ts";
import { beforeFirst, editing, subnetsWithoutRoleTag, together } from "./mistakes.ts";
import { failureSymptoms, type Stage } from "./scene.ts";

const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

/** Addresses of a `/22` that network interfaces can have. */
const USABLE_OF_22 = 1024 - 5;

/** Routes to the internet gateway, gone before the controller looks for them. */
const withoutInternetRoutes = (stage: Stage) =>
  beforeFirst(INGRESS, () => {
    const { cloud } = stage;
    for (const { RouteTableId, Routes } of cloud.ec2.routeTables.values()) {
      if (!Routes.some(({ GatewayId }) => GatewayId?.startsWith("igw-"))) continue;
      cloud.call(cloud.administrator, "ec2", "DeleteRoute", {
        RouteTableId,
        DestinationCidrBlock: "0.0.0.0/0",
      });
    }
  });

export const subnetsWithoutTags: Drill = {
  name: "subnets-without-role-tags",
  summary: "no subnet has the role tag: found by their routes, and without those not at all",
  cause:
    "For an internet-facing load balancer the controller looks for subnets with the tag kubernetes.io/role/elb, and where " +
    "none has it for subnets that route to an internet gateway.",
  remedy: "Tag the public subnets kubernetes.io/role/elb=1, as the Vpc component does.",
  async play(scene) {
    const routed = await scene.stage();
    const found = await routed.up(routed.primary, subnetsWithoutRoleTag());
    const stage = await scene.stage();
    const result = await stage.up(
      stage.primary,
      together(subnetsWithoutRoleTag(), withoutInternetRoutes(stage)),
    );
    return {
      symptoms: [
        {
          where: `stack ${routed.primary}, no role tags, routes to an internet gateway`,
          what: found.succeeded ? "the subnets are found by their routes" : "the update fails",
        },
        ...failureSymptoms(stage.primary, result),
      ],
    };
  },
};

export const oneZone: Drill = {
  name: "one-zone",
  summary: "only subnets of one zone are offered to the load balancer",
  cause:
    "An Application Load Balancer wants subnets in two zones. Here only one zone's subnet has the role tag.",
  remedy:
    "Give the VPC two zones or more, each with a tagged public subnet; the Vpc component refuses fewer.",
  async play(scene) {
    const stage = await scene.stage();
    const result = await stage.up(
      stage.primary,
      subnetsWithoutRoleTag((name) => !name.endsWith("-1")),
    );
    return { symptoms: failureSymptoms(stage.primary, result) };
  },
};

export const fewAddresses: Drill = {
  name: "few-addresses",
  summary: "fewer than 8 free addresses in the subnets of the load balancer",
  cause:
    "A load balancer grows, and wants eight free addresses in each of its subnets. Something else took them.",
  remedy: "Give load balancers subnets of their own or larger ones, /27 at least.",
  async play(scene) {
    const stage = await scene.stage();
    const result = await stage.up(
      stage.primary,
      beforeFirst(INGRESS, () => {
        leaveFree(stage, 7);
      }),
    );
    return { symptoms: failureSymptoms(stage.primary, result) };
  },
};

export const tooManyPods: Drill = {
  name: "too-many-pods",
  summary: "more pods than the nodes may run: Pending, Too many pods",
  cause:
    "A node runs as many pods as its instance type has addresses for: 17 on a t3.medium, those of the system included.",
  remedy:
    "Add nodes or larger ones, or set podNetworking to prefix-delegation, which allows 110 pods on a t3.medium.",
  async play(scene) {
    const stage = await scene.stage();
    const result = await stage.up(
      stage.primary,
      editing<{ spec: { replicas: number } }>("kubernetes:apps/v1:Deployment", ({ spec }) => {
        spec.replicas = 60;
      }),
    );
    return {
      symptoms: [
        ...failureSymptoms(stage.primary, result),
        ...stage.warnings(stage.primary, "Pod").slice(0, 3),
      ],
    };
  },
};

export const addressesExhausted: Drill = {
  name: "addresses-exhausted",
  summary: "the nodes' subnets have no free address for another pod",
  cause: "Pods get addresses of the VPC. Other interfaces have taken the last ones of the nodes' subnets.",
  remedy:
    "Plan subnets for the pods of all clusters; the EksCluster component refuses node groups that cannot fit.",
  async play(scene) {
    const stage = await scene.stage();
    const result = await stage.up(
      stage.primary,
      together(
        beforeFirst("kubernetes:apps/v1:Deployment", () => {
          leaveFree(stage, 0);
        }),
        editing<{ spec: { replicas: number } }>("kubernetes:apps/v1:Deployment", ({ spec }) => {
          spec.replicas = 30;
        }),
      ),
    );
    return {
      symptoms: [
        ...failureSymptoms(stage.primary, result),
        ...stage.warnings(stage.primary, "Pod").slice(0, 3),
      ],
    };
  },
};

/** Takes addresses of every public subnet until `free` are left. */
function leaveFree(stage: Stage, free: number): void {
  const { cloud } = stage;
  for (const { SubnetId, MapPublicIpOnLaunch } of cloud.ec2.subnets.values()) {
    if (!MapPublicIpOnLaunch) continue;
    const wanted = USABLE_OF_22 - addressesUsedIn(cloud, SubnetId) - free;
    if (wanted < 1) continue;
    cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
      SubnetId,
      Description: "something else",
      SecondaryPrivateIpAddressCount: wanted - 1,
    });
  }
}
