import { expect, it } from "vitest";
import { watchedCrds } from "../../../components/lbc-addon/crds.ts";
import { LBC_RELEASES, type LbcVersion } from "../../../components/lbc-addon/index.ts";

it.each(Object.keys(LBC_RELEASES) as LbcVersion[])(
  "release %s brings the CRDs that the controller watches",
  (version) => {
    const crds = watchedCrds(version);
    expect(crds.map(({ metadata }) => metadata.name)).toEqual([
      "ingressclassparams.elbv2.k8s.aws",
      "targetgroupbindings.elbv2.k8s.aws",
    ]);
    expect(JSON.stringify(crds)).toContain("multiClusterTargetGroup");
  },
);
