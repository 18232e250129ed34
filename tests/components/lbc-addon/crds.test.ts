import { expect, it } from "vitest";
import { watchedCrds } from "../../../components/lbc-addon/crds.ts";
import {
  LBC_RELEASES,
  LbcAddon,
  type LbcAddonArgs,
  type LbcVersion,
} from "../../../components/lbc-addon/index.ts";

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

const ARGS: LbcAddonArgs = {
  clusterName: "myeks",
  region: "ap-northeast-2",
  vpcId: "vpc-0123456789abcdef0",
  backendSecurityGroupId: "sg-0123456789abcdef0",
  identity: { type: "pod-identity" },
};

it("definitions that are given must be those of the release, and be wanted", () => {
  const [params, bindings] = watchedCrds("3.5.0");
  const reasons = (args: Partial<LbcAddonArgs>) =>
    LbcAddon.problems("myeks-lbc", { ...ARGS, ...args }).map(({ path, reason }) => `${path} ${reason}`);
  expect(reasons({ crds: [params!, bindings!] })).toEqual([]);
  expect(reasons({ crds: [params!] })).toEqual([
    "crds lacks targetgroupbindings.elbv2.k8s.aws of release 3.5.0; read them from its file",
  ]);
  expect(reasons({ crds: [params!, bindings!], createCrds: false })).toEqual([
    "crds has no effect, as createCrds is false; leave one of the two out",
  ]);
});
