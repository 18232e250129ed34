import { expect, it } from "vitest";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { newWorld } from "./support.ts";

it("describes the zones of the region", () => {
  const { AvailabilityZones } = newWorld().ec2("DescribeAvailabilityZones", {});
  expect(AvailabilityZones.map(({ ZoneName, ZoneId }) => [ZoneName, ZoneId])).toEqual([
    ["ap-northeast-2a", "apne2-az1"],
    ["ap-northeast-2b", "apne2-az2"],
    ["ap-northeast-2c", "apne2-az3"],
    ["ap-northeast-2d", "apne2-az4"],
  ]);
});

it("describes zones by id or name, as far as the region has them", () => {
  const { ec2, refusal } = newWorld();
  expect(ec2("DescribeAvailabilityZones", { ZoneIds: ["apne2-az2"] }).AvailabilityZones).toEqual([
    {
      ZoneId: "apne2-az2",
      ZoneName: "ap-northeast-2b",
      ZoneType: "availability-zone",
      RegionName: "ap-northeast-2",
      GroupName: "ap-northeast-2",
      NetworkBorderGroup: "ap-northeast-2",
      State: "available",
      OptInStatus: "opt-in-not-required",
    },
  ]);
  expect(refusal("DescribeAvailabilityZones", { ZoneNames: ["ap-northeast-2z"] })).toBe(
    "InvalidParameterValue: Invalid availability zone-name: [ap-northeast-2z]",
  );
});

it("knows regions whose zones are not numbered in the order of their names", () => {
  const cloud = new SimulatedCloud({ region: "ap-northeast-1" });
  const { AvailabilityZones } = cloud.call(cloud.administrator, "ec2", "DescribeAvailabilityZones", {});
  expect(AvailabilityZones.map(({ ZoneName, ZoneId }) => [ZoneName, ZoneId])).toEqual([
    ["ap-northeast-1a", "apne1-az4"],
    ["ap-northeast-1c", "apne1-az1"],
    ["ap-northeast-1d", "apne1-az2"],
  ]);
});

it("shows Local Zones to those who opted in to them, before the availability zones that they belong to", () => {
  const cloud = new SimulatedCloud({ region: "us-east-1" });
  const describe = (request: { readonly AllAvailabilityZones?: boolean } = {}) =>
    cloud
      .call(cloud.administrator, "ec2", "DescribeAvailabilityZones", request)
      .AvailabilityZones.map(({ ZoneName, OptInStatus }) => `${ZoneName} ${OptInStatus}`)
      .slice(0, 2);
  const optIn = (GroupName: string) =>
    cloud.call(cloud.administrator, "ec2", "ModifyAvailabilityZoneGroup", {
      GroupName,
      OptInStatus: "opted-in",
    });
  expect(describe()).toEqual(["us-east-1a opt-in-not-required", "us-east-1b opt-in-not-required"]);
  expect(describe({ AllAvailabilityZones: true })).toEqual([
    "us-east-1-atl-1a not-opted-in",
    "us-east-1a opt-in-not-required",
  ]);
  expect(() => optIn("us-east-1-nil-1")).toThrow("Invalid zone group name: [us-east-1-nil-1]");
  optIn("us-east-1-atl-1");
  expect(describe()).toEqual(["us-east-1-atl-1a opted-in", "us-east-1a opt-in-not-required"]);
});
