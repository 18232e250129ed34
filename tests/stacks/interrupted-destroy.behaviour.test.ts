/** docs/runbooks/interrupted-destroy.md: a destroy stops when the controller is gone and the cluster is not. */
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { LivingFleet } from "../support/living-fleet.ts";

const CRDS = ["ingressclassparams", "targetgroupbindings"].map((plural) => `${plural}.elbv2.k8s.aws`);

describe("a member whose destroy stopped half way", () => {
  let fleet: LivingFleet;
  const api = () => clustersOf(fleet.cloud).get("myeks-cluster2")!.api;
  const protectCluster = (deletionProtection: boolean) => {
    const { cloud } = fleet;
    cloud.call(cloud.administrator, "eks", "UpdateClusterConfig", {
      name: "myeks-cluster2",
      deletionProtection,
    });
    cloud.clock.advance(600_000);
  };

  beforeAll(async () => {
    fleet = new LivingFleet();
    for (const stack of ["cluster1", "cluster2"]) expect((await fleet.up(stack)).succeeded).toBe(true);
    protectCluster(true);
    expect(fleet.destroy("cluster2").refusal).toMatch(/has deletion protection enabled/);
    protectCluster(false);
  });

  it("still has the CRDs, and nothing of their kinds", () => {
    const crds = api().list("apiextensions.k8s.io/v1/CustomResourceDefinition");
    expect(crds.map(({ metadata }) => metadata.name)).toEqual(CRDS);
    for (const kind of ["TargetGroupBinding", "IngressClassParams"]) {
      expect(api().list(`elbv2.k8s.aws/v1beta1/${kind}`)).toEqual([]);
    }
  });

  it("comes back when they are deleted, and not before", async () => {
    expect(await fleet.refusal("cluster2")).toContain(
      'customresourcedefinitions.apiextensions.k8s.io "ingressclassparams.elbv2.k8s.aws" already exists',
    );
    for (const name of CRDS)
      api().delete("apiextensions.k8s.io/v1/CustomResourceDefinition", undefined, name);
    expect(await fleet.refusal("cluster2")).toBeUndefined();
  });

  it("goes when the destroy is run again", () => {
    protectCluster(true);
    expect(fleet.destroy("cluster2").refusal).toMatch(/has deletion protection enabled/);
    protectCluster(false);
    expect(["cluster2", "cluster1"].map((stack) => fleet.destroy(stack).refusal)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("a primary whose update failed after it had replaced objects", () => {
  it("is destroyed with what was to be deleted, and the network last", async () => {
    const fleet = new LivingFleet();
    expect(await fleet.refusal("cluster1")).toBeUndefined();
    const { succeeded } = await fleet.up(
      "cluster1",
      { namespace: "shop" },
      {
        intercept({ name, inputs }) {
          if (name === "destroy-the-member-stacks-first") throw new Error("no network");
          return inputs;
        },
      },
    );
    expect(succeeded).toBe(false);
    const { deleted, refusal } = fleet.destroy("cluster1");
    expect([refusal, deleted.filter((name) => name === "myeks-ingress-service").length]).toEqual([
      undefined,
      2,
    ]);
    expect(fleet.urns("cluster1")).toEqual([]);
  });
});
