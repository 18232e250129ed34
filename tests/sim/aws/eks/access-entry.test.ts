import { beforeEach, describe, expect, it } from "vitest";
import type { CreateAccessEntryRequest } from "../../../../sim/aws/eks/access-entry.ts";
import { makeCluster, makeWorld, refusal, type World } from "./world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
  makeCluster(world);
});

function create(changes: Partial<CreateAccessEntryRequest> = {}) {
  const { cloud } = world;
  const request = { clusterName: "myeks", principalArn: world.nodeRole, ...changes };
  return cloud.call(cloud.administrator, "eks", "CreateAccessEntry", request).accessEntry;
}

it("names a role's sessions as Kubernetes users", () => {
  expect(create({ kubernetesGroups: ["viewers"] })).toMatchObject({
    type: "STANDARD",
    kubernetesGroups: ["viewers"],
    username: "arn:aws:sts::123456789012:assumed-role/nodes/{{SessionName}}",
    policies: [],
  });
});

describe("refuses", () => {
  it.each<[string, Partial<CreateAccessEntryRequest>, string]>([
    [
      "a role that is not there",
      { principalArn: "arn:aws:iam::123456789012:role/nobody" },
      "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
    ],
    [
      "a principal that is neither role nor user",
      { principalArn: "arn:aws:iam::123456789012:root" },
      "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
    ],
    [
      "a reserved group",
      { kubernetesGroups: ["system:masters"] },
      "InvalidParameterException: The kubernetes group name system:masters is invalid, it cannot start with system:",
    ],
    [
      "groups for nodes",
      { type: "EC2_LINUX", kubernetesGroups: ["viewers"] },
      "InvalidParameterException: Kubernetes groups cannot be set on an access entry of type EC2_LINUX.",
    ],
    [
      "a cluster that is not there",
      { clusterName: "other" },
      "ResourceNotFoundException: No cluster found for name: other.",
    ],
  ])("%s", (_what, changes, words) => {
    expect(refusal(() => create(changes))).toBe(words);
  });

  it("to change an entry that is not there", () => {
    const principalArn = "arn:aws:iam::123456789012:role/nobody";
    expect(
      refusal(() =>
        world.cloud.call(world.cloud.administrator, "eks", "DescribeAccessEntry", {
          clusterName: "myeks",
          principalArn,
        }),
      ),
    ).toBe(
      `ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'. Principal: ${principalArn}`,
    );
  });

  it("a second entry of the same principal", () => {
    create();
    expect(refusal(() => create())).toBe(
      "ResourceInUseException: The specified access entry resource is already in use on this cluster.",
    );
  });
});

describe("access policies", () => {
  const associate = (name: string) => {
    const { cloud } = world;
    return cloud.call(cloud.administrator, "eks", "AssociateAccessPolicy", {
      clusterName: "myeks",
      principalArn: world.nodeRole,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
      accessScope: { type: "namespace", namespaces: ["game"] },
    }).associatedAccessPolicy;
  };

  it("are associated with an entry, and taken from it", () => {
    const { cloud } = world;
    create();
    const { policyArn } = associate("AmazonEKSViewPolicy");
    const key = { clusterName: "myeks", principalArn: world.nodeRole };
    const list = () =>
      cloud.call(cloud.administrator, "eks", "ListAssociatedAccessPolicies", key).associatedAccessPolicies;
    expect(list()).toMatchObject([{ policyArn, accessScope: { type: "namespace", namespaces: ["game"] } }]);
    cloud.call(cloud.administrator, "eks", "DisassociateAccessPolicy", { ...key, policyArn });
    expect(list()).toEqual([]);
  });

  it("are those of EKS only", () => {
    create();
    expect(refusal(() => associate("AdministratorAccess"))).toBe(
      "InvalidParameterException: The policyArn parameter format is not valid",
    );
  });

  it("are not for nodes", () => {
    create({ type: "EC2_LINUX" });
    expect(refusal(() => associate("AmazonEKSViewPolicy"))).toBe(
      "InvalidRequestException: Access policies cannot be associated with an access entry of type EC2_LINUX.",
    );
  });
});
