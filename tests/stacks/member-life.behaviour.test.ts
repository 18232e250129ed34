import { beforeAll, describe, expect, it } from "vitest";
import { EksCluster, LbcAddon } from "../../components/index.ts";
import { iamState } from "../../sim/aws/iam/state.ts";
import type { StepEvent } from "../../sim/hosts/in-process/events.ts";
import { clusterArgs, controllerArgs } from "../../stacks/component-args.ts";
import { loadStackConfig } from "../../stacks/config/config.ts";
import type { MemberConfig } from "../../stacks/config/stack-config.ts";
import { readSharedIngress } from "../../stacks/contract/contract.ts";
import { componentNames } from "../../stacks/names.ts";
import { LivingFleet } from "../support/living-fleet.ts";

/** What a destroy of the primary deletes while a member is there. */
const NOTHING = {
  deleted: [],
  refusal: expect.stringContaining("Cannot delete a policy attached") as string,
};

/** Types of resources at which a member may fail for good, in the order of their making. */
const STAGES = [
  "aws:eks/cluster:Cluster",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:eks/addon:Addon",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "kubernetes:helm.sh/v3:Release",
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
  "kubernetes:apps/v1:Deployment",
] as const;

describe("the primary of a member", () => {
  let fleet: LivingFleet;
  beforeAll(async () => {
    fleet = new LivingFleet();
    expect((await fleet.up("cluster1")).succeeded).toBe(true);
  });

  it.each(STAGES)("cannot be destroyed when the member failed at its %s", async (stage) => {
    const result = await fleet.up(
      "cluster2",
      {},
      {
        intercept: ({ type, inputs }) => {
          if (type === stage) throw new Error("no capacity");
          return inputs;
        },
      },
    );
    expect(result.failures.map(({ message }) => message)).toContain("no capacity");
    const before = fleet.urns("cluster1");
    expect(fleet.destroy("cluster1")).toEqual(NOTHING);
    expect(fleet.urns("cluster1")).toEqual(before);
  });

  it("cannot be destroyed while the member lives, nor while anything of it is left but its nodes' role", async () => {
    expect((await fleet.up("cluster2")).succeeded).toBe(true);
    expect(fleet.destroy("cluster1")).toEqual(NOTHING);
    const gone: string[] = [];
    for (;;) {
      const { deleted, refusal } = fleet.destroy("cluster2", interruptedAfter(1));
      if (refusal === undefined) throw new Error("the guard was held to the very end");
      gone.push(...deleted);
      if (gone.at(-1) === "myeks-cluster2-node-role-additional-1") break;
      expect(fleet.destroy("cluster1")).toEqual(NOTHING);
    }
    const left = fleet.host.resources("cluster2").filter(({ custom }) => custom);
    expect(left.map(({ name }) => name).toSorted()).toEqual(["myeks-cluster2-node-role"]);
  });

  it("can be destroyed then", () => {
    expect(fleet.destroy("cluster1").refusal).toBeUndefined();
    expect(fleet.destroy("cluster2").refusal).toBeUndefined();
  });
});

describe("a member of an earlier program, whose controller's role holds the guard", () => {
  it("has its nodes' role hold it before the controller's role lets go", async () => {
    const fleet = new LivingFleet();
    expect((await fleet.up("cluster1")).succeeded).toBe(true);
    expect((await fleet.up("cluster2", {}, {}, earlierMember)).succeeded).toBe(true);
    const { cloud } = fleet;
    const holders = () =>
      iamState(cloud)
        .roles.where(({ AttachedPolicies }) => AttachedPolicies.some((arn) => /destroy-the-member/.test(arn)))
        .map(({ RoleName }) => RoleName.replace(/-[0-9a-f]{7}$/, ""))
        .toSorted();
    const seen: string[][] = [holders()];
    const note = () => {
      if (holders().join() !== seen.at(-1)!.join()) seen.push(holders());
    };
    expect((await fleet.up("cluster2", {}, { onStep: note })).succeeded).toBe(true);
    const [controller, nodes] = ["myeks-cluster2-lbc-role", "myeks-cluster2-node-role"];
    expect(seen).toEqual([[controller], [controller, nodes], [nodes]]);
  });
});

/** As members were built that attached the guard with their controller. */
async function earlierMember(): Promise<Record<string, unknown>> {
  const config = loadStackConfig() as MemberConfig;
  const names = componentNames(config.clusterName);
  const shared = await readSharedIngress(config.sharedStack, config.region);
  const cluster = new EksCluster(names.cluster, clusterArgs(config, shared));
  new LbcAddon(
    names.controller,
    {
      ...controllerArgs(config, shared, cluster),
      existingPolicyArn: shared.lbcPolicyArn,
      additionalPolicyArns: [shared.deletionGuardArn],
    },
    { providers: [cluster.provider], dependsOn: cluster.ready },
  );
  return {};
}

/** Stops a destroy once so many resources are deleted. */
function interruptedAfter(count: number): (event: StepEvent) => void {
  let started = 0;
  return ({ operation, status }) => {
    if (operation !== "delete" || status !== "started") return;
    started += 1;
    if (started > count) throw new Error("interrupted");
  };
}
