import { beforeEach, expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { createRole, trust } from "./support.ts";

const PROFILE = { InstanceProfileName: "nodes" };

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
  for (const name of ["a", "b"]) createRole(cloud, name, trust({ Service: "ec2.amazonaws.com" }));
  cloud.call(cloud.administrator, "iam", "CreateInstanceProfile", PROFILE);
});

function add(RoleName: string) {
  return cloud.call(cloud.administrator, "iam", "AddRoleToInstanceProfile", { ...PROFILE, RoleName });
}

it("holds one role", () => {
  add("a");
  expect(() => add("b")).toThrow(
    expect.objectContaining({
      code: "LimitExceeded",
      message: "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    }),
  );
  const { InstanceProfiles } = cloud.call(cloud.administrator, "iam", "ListInstanceProfilesForRole", {
    RoleName: "a",
  });
  expect(InstanceProfiles.map(({ Arn }) => Arn)).toEqual([
    "arn:aws:iam::123456789012:instance-profile/nodes",
  ]);
});

it("is there once", () => {
  expect(() => cloud.call(cloud.administrator, "iam", "CreateInstanceProfile", PROFILE)).toThrow(
    "Instance Profile nodes already exists.",
  );
});

it("gives back only a role that it has", () => {
  const request = { ...PROFILE, RoleName: "a" };
  expect(() => cloud.call(cloud.administrator, "iam", "RemoveRoleFromInstanceProfile", request)).toThrow(
    expect.objectContaining({
      code: "NoSuchEntity",
      message: "The role with name a is not associated with the instance profile nodes.",
    }),
  );
});

it("says that it does not exist", () => {
  const request = { InstanceProfileName: "none" };
  expect(() => cloud.call(cloud.administrator, "iam", "GetInstanceProfile", request)).toThrow(
    "Instance Profile none cannot be found.",
  );
});
