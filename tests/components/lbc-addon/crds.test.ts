import { expect, it } from "vitest";
import { lbcCrds } from "../../../components/lbc-addon/crds.ts";
import { LBC_RELEASES } from "../../../components/lbc-addon/index.ts";

it.each(Object.entries(LBC_RELEASES))(
  "release %s brings the CRDs that the controller watches",
  (_version, release) => {
    const crds = lbcCrds(release.crds);
    expect(crds.map(({ metadata }) => metadata.name)).toEqual([
      "ingressclassparams.elbv2.k8s.aws",
      "targetgroupbindings.elbv2.k8s.aws",
    ]);
    expect(JSON.stringify(crds)).toContain("multiClusterTargetGroup");
  },
);

it("reads each file once, however many clusters there are", () => {
  expect(lbcCrds("v3.4.3.yaml")).toBe(lbcCrds("v3.4.3.yaml"));
});
