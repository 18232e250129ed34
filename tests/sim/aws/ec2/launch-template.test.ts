import { describe, expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { newWorld } from "./support.ts";

function withTemplate() {
  const world = newWorld();
  const { LaunchTemplateId } = world.ec2("CreateLaunchTemplate", {
    LaunchTemplateName: "nodes",
    LaunchTemplateData: { InstanceType: "t3.medium" },
  }).LaunchTemplate;
  const add = (InstanceType: string) =>
    world.ec2("CreateLaunchTemplateVersion", {
      LaunchTemplateId,
      VersionDescription: InstanceType,
      LaunchTemplateData: { InstanceType },
    }).LaunchTemplateVersion;
  return { ...world, LaunchTemplateId, add };
}

it("counts versions, of which one is the default", () => {
  const { ec2, add, LaunchTemplateId } = withTemplate();
  expect(add("t3.large")).toEqual({
    LaunchTemplateId,
    LaunchTemplateName: "nodes",
    VersionNumber: 2,
    VersionDescription: "t3.large",
    DefaultVersion: false,
    CreateTime: "2026-01-01T00:00:00Z",
    LaunchTemplateData: { InstanceType: "t3.large" },
  });
  expect(ec2("DescribeLaunchTemplates", {}).LaunchTemplates).toEqual([
    {
      LaunchTemplateId,
      LaunchTemplateName: "nodes",
      CreateTime: "2026-01-01T00:00:00Z",
      CreatedBy: "arn:aws:iam::123456789012:user/administrator",
      DefaultVersionNumber: 1,
      LatestVersionNumber: 2,
      Tags: [],
    },
  ]);
  ec2("ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "2" });
  const versions = (Versions?: string[]) =>
    ec2("DescribeLaunchTemplateVersions", {
      LaunchTemplateName: "nodes",
      ...(Versions && { Versions }),
    }).LaunchTemplateVersions.map(({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion]);
  expect(versions()).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(versions(["$Default"])).toEqual([[2, true]]);
});

describe("refusals", () => {
  it.each([
    ["nodes", {}, "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use."],
    [
      "x",
      {},
      "InvalidLaunchTemplateName.MalformedException: Launch template names must be between 3 and 128 characters and may contain letters, numbers and the characters ( ) . / _ -",
    ],
    ["other", { UserData: "#!" }, "InvalidUserData.Malformed: Invalid BASE64 encoding of user data."],
    [
      "other",
      { MetadataOptions: { HttpPutResponseHopLimit: 0 } },
      "InvalidParameterValue: Value (0) for parameter HttpPutResponseHopLimit is invalid. The value must be between 1 and 64.",
    ],
  ])("of a template %s with %j", (LaunchTemplateName, LaunchTemplateData, message) => {
    const { refusal } = withTemplate();
    expect(refusal("CreateLaunchTemplate", { LaunchTemplateName, LaunchTemplateData })).toBe(message);
  });

  it("of templates and versions that do not exist", () => {
    const { refusal, LaunchTemplateId } = withTemplate();
    expect(refusal("DeleteLaunchTemplate", { LaunchTemplateId: "lt-1" })).toBe(
      "InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID lt-1, does not exist.",
    );
    expect(refusal("DescribeLaunchTemplates", { LaunchTemplateNames: ["others"] })).toBe(
      "InvalidLaunchTemplateName.NotFoundException: The specified launch template, with template name others, does not exist.",
    );
    expect(refusal("ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "9" })).toBe(
      `InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version 9 for the launch template with ID ${LaunchTemplateId}.`,
    );
    expect(refusal("DescribeLaunchTemplateVersions", {})).toBe(
      "InvalidParameterValue: Either a launch template ID or a launch template name must be specified.",
    );
  });
});

it("is deleted with all its versions", () => {
  const { ec2, cloud, LaunchTemplateId } = withTemplate();
  ec2("DeleteLaunchTemplate", { LaunchTemplateId });
  expect(ec2State(cloud).launchTemplates.size).toBe(0);
});
