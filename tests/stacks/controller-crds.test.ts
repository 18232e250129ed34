import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { describe, expect, it } from "vitest";
import { LivingFleet } from "../support/living-fleet.ts";
import { upstream } from "../support/upstream.ts";

const CRDS = "apiextensions.k8s.io/v1/CustomResourceDefinition";
const BINDINGS = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";

/** The controller's CRDs with the ids that they got when they were made, and whether they have descriptions. */
function crdsOf({ cloud }: LivingFleet) {
  return clustersOf(cloud)
    .get("myeks")!
    .api.list(CRDS)
    .filter(({ metadata }) => metadata.name.endsWith(".elbv2.k8s.aws"))
    .map((crd) => ({
      uid: crd.metadata.uid,
      name: crd.metadata.name,
      isDescribed: JSON.stringify(crd).includes('"description":'),
    }));
}

describe("controller.crds", () => {
  it("makes the CRDs from upstream's own file and back, in place, and every binding stays", async (test) => {
    const crds = upstream(test, "lbc-crds-v3.5.0.yaml");
    const fleet = new LivingFleet();
    await fleet.succeed("cluster1");
    const [made, bindings] = [crdsOf(fleet), clustersOf(fleet.cloud).get("myeks")!.api.list(BINDINGS)];
    expect(made.map(({ name, isDescribed }) => [name, isDescribed])).toEqual([
      ["ingressclassparams.elbv2.k8s.aws", false],
      ["targetgroupbindings.elbv2.k8s.aws", false],
    ]);
    const updates = ["ingressclassparams", "targetgroupbindings"].map(
      (plural) =>
        `update kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition myeks-lbc-crd-${plural}`,
    );

    const there = await fleet.succeed("cluster1", { controller: { crds } });
    expect(there.steps).toEqual(updates);
    expect(crdsOf(fleet)).toEqual(made.map((crd) => ({ ...crd, isDescribed: true })));

    const back = await fleet.succeed("cluster1");
    expect(back.steps).toEqual(updates);
    expect(crdsOf(fleet)).toEqual(made);
    const present = clustersOf(fleet.cloud).get("myeks")!.api.list(BINDINGS);
    expect(present.map(({ metadata }) => metadata.uid)).toEqual(bindings.map(({ metadata }) => metadata.uid));
  });

  it("is refused with what is wrong, before anything is made", async () => {
    const fleet = new LivingFleet();
    const refusal = await fleet.refusal("cluster1", { controller: { crds: "http://example.com/crds.yaml" } });
    expect(refusal).toBe(
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
        '  - controller.crds is "http://example.com/crds.yaml", which is not an https address; use one, or a path',
    );
    expect(fleet.cloud.journal.entries().filter(({ action }) => action.startsWith("Create"))).toEqual([]);
  });
});
