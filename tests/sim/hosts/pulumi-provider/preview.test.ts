import { expect, it } from "vitest";
import { resourceType } from "../../../../sim/catalog.ts";
import { UNKNOWN } from "../../../../sim/core/unknown.ts";
import { previewOfUpdate } from "../../../../sim/hosts/pulumi-provider/preview.ts";

it("keeps in the preview of an update what the cloud added, at any depth, and nothing that the program takes away", () => {
  const outputs = {
    arn: "arn:cluster",
    status: "ACTIVE",
    platformVersion: "eks.1",
    tags: { a: "1", b: "1" },
    vpcConfig: {
      clusterSecurityGroupId: "sg-1",
      publicAccessCidrs: ["0.0.0.0/0"],
      subnetIds: ["subnet-1"],
      vpcId: "vpc-1",
    },
  };
  const before = {
    tags: { a: "1", b: "1" },
    vpcConfig: { publicAccessCidrs: ["0.0.0.0/0"], subnetIds: ["subnet-1"] },
  };
  const after = { tags: { b: "2" }, vpcConfig: { endpointPrivateAccess: true, subnetIds: ["subnet-2"] } };
  expect(previewOfUpdate(resourceType("aws:eks/cluster:Cluster"), outputs, before, after)).toEqual({
    arn: "arn:cluster",
    status: UNKNOWN,
    platformVersion: UNKNOWN,
    tags: { b: "2" },
    vpcConfig: {
      clusterSecurityGroupId: "sg-1",
      endpointPrivateAccess: true,
      subnetIds: ["subnet-2"],
      vpcId: "vpc-1",
    },
  });
});
