import { describe, expect, it } from "vitest";
import { newWorld } from "./support.ts";

const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));

describe("CreateTags", () => {
  it("sets tags of objects of several kinds", () => {
    const { ec2, vpcId, subnetId } = newWorld();
    ec2("CreateTags", { Resources: [vpcId, subnetId], Tags: [{ Key: "a", Value: "1" }] });
    ec2("CreateTags", {
      Resources: [vpcId],
      Tags: [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "" },
      ],
    });
    expect(ec2("DescribeTags", {}).Tags).toEqual([
      { ResourceId: vpcId, ResourceType: "vpc", Key: "a", Value: "2" },
      { ResourceId: vpcId, ResourceType: "vpc", Key: "b", Value: "" },
      { ResourceId: subnetId, ResourceType: "subnet", Key: "a", Value: "1" },
    ]);
  });

  it("changes nothing when one of the objects is missing", () => {
    const { ec2, refusal, vpcId } = newWorld();
    expect(refusal("CreateTags", { Resources: [vpcId, "subnet-1"], Tags: tags(1) })).toBe(
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist",
    );
    expect(ec2("DescribeTags", {}).Tags).toEqual([]);
  });

  it.each([
    [tags(51), "TagLimitExceeded: The maximum number of Tags for a resource has been reached."],
    [
      [{ Key: "aws:x", Value: "" }],
      "InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal use",
    ],
    [[...tags(1), ...tags(1)], "InvalidParameterValue: Duplicate tag key 'k0' specified."],
    [[{ Key: "", Value: "" }], "InvalidParameterValue: Tag key cannot be empty."],
    [
      [{ Key: "k".repeat(129), Value: "" }],
      "InvalidParameterValue: Tag key exceeds the maximum length of 128 characters",
    ],
    [
      [{ Key: "k", Value: "v".repeat(257) }],
      "InvalidParameterValue: Tag value exceeds the maximum length of 256 characters",
    ],
  ])("refuses what AWS refuses, case %#", (Tags, message) => {
    const { refusal, vpcId } = newWorld();
    expect(refusal("CreateTags", { Resources: [vpcId], Tags })).toBe(message);
  });

  it("lets AWS services use their own keys, beyond the limit", () => {
    const { cloud, ec2, vpcId } = newWorld();
    const service = { kind: "service", arn: "eks.amazonaws.com" } as const;
    ec2("CreateTags", { Resources: [vpcId], Tags: tags(50) });
    cloud.call(service, "ec2", "CreateTags", {
      Resources: [vpcId],
      Tags: [{ Key: "aws:eks:x", Value: "y" }],
    });
    expect(ec2("DescribeTags", {}).Tags).toHaveLength(51);
  });

  it("refuses ids of no kind", () => {
    expect(newWorld().refusal("CreateTags", { Resources: ["thing-1"], Tags: tags(1) })).toBe(
      "InvalidID: The ID 'thing-1' is not valid",
    );
  });
});

it("refuses tags for another kind of object than the one that is made", () => {
  const { refusal } = newWorld();
  const TagSpecifications = [{ ResourceType: "subnet", Tags: tags(1) }];
  expect(refusal("CreateVpc", { CidrBlock: "10.0.0.0/16", TagSpecifications })).toBe(
    "InvalidParameterValue: 'subnet' is not a valid taggable resource type for this operation.",
  );
});

describe("DeleteTags", () => {
  const keys = (world: ReturnType<typeof newWorld>) =>
    world.ec2("DescribeTags", {}).Tags.map(({ Key }) => Key);

  it("removes by key, and by value where one is given", () => {
    const world = newWorld();
    const { ec2, vpcId } = world;
    ec2("CreateTags", { Resources: [vpcId], Tags: tags(3) });
    ec2("DeleteTags", {
      Resources: [vpcId],
      Tags: [{ Key: "k0" }, { Key: "k1", Value: "other" }, { Key: "k2", Value: "v" }],
    });
    expect(keys(world)).toEqual(["k1"]);
  });

  it("removes all without a list", () => {
    const world = newWorld();
    world.ec2("CreateTags", { Resources: [world.vpcId], Tags: tags(3) });
    world.ec2("DeleteTags", { Resources: [world.vpcId] });
    expect(keys(world)).toEqual([]);
  });
});
