import { expect, it } from "vitest";
import { iamState } from "../../../../sim/aws/iam/state.ts";
import { withTags } from "../../../../sim/aws/iam/tags.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { allow, trust } from "./support.ts";

const tag = (Key: string, Value = "") => ({ Key, Value });
const PATTERN = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
const detected = "1 validation error detected: Value";

it("puts new tags over those of the same key", () => {
  expect(
    withTags([tag("a", "1"), tag("b", "2")], [tag("b", "3"), tag("Überschrift 1", "x@y:z/=+-.")]),
  ).toEqual([tag("a", "1"), tag("b", "3"), tag("Überschrift 1", "x@y:z/=+-.")]);
});

it.each([
  [
    [tag("")],
    `${detected} '' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN}+`,
  ],
  [
    [tag("a"), tag("b*")],
    `${detected} 'b*' at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN}+`,
  ],
  [
    [tag("a", "1,2")],
    `${detected} '1,2' at 'tags.1.member.value' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN}*`,
  ],
  [
    [tag("k".repeat(129))],
    `${detected} '${"k".repeat(129)}' at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128`,
  ],
  [
    [tag("a", "v".repeat(257))],
    `${detected} '${"v".repeat(257)}' at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256`,
  ],
  [[tag("a"), tag("A")], "Duplicate tag keys found. Please note that Tag keys are case insensitive."],
  [
    Array.from({ length: 51 }, (_, index) => tag(`k${index}`)),
    "The number of tags has reached the maximum limit: 50.",
  ],
])("refuses %j", (tags, message) => {
  expect(() => withTags([], tags)).toThrow(message);
});

it("refuses a role, policy or provider with such tags", () => {
  const cloud = new SimulatedCloud();
  const administrator = cloud.administrator;
  const Tags = [tag("b*")];
  const document = JSON.stringify({ Version: "2012-10-17", Statement: allow("s3:GetObject", "*") });
  for (const create of [
    () =>
      cloud.call(administrator, "iam", "CreateRole", {
        RoleName: "a",
        AssumeRolePolicyDocument: trust({ Service: "ec2.amazonaws.com" }),
        Tags,
      }),
    () =>
      cloud.call(administrator, "iam", "CreatePolicy", { PolicyName: "a", PolicyDocument: document, Tags }),
    () =>
      cloud.call(administrator, "iam", "CreateOpenIDConnectProvider", { Url: "https://example.com", Tags }),
  ]) {
    expect(create).toThrow("'b*' at 'tags.1.member.key'");
  }
});

it("takes tags off policies and providers by their keys", () => {
  const cloud = new SimulatedCloud();
  const Tags = [tag("a"), tag("b")];
  const { Arn: PolicyArn } = cloud.call(cloud.administrator, "iam", "CreatePolicy", {
    PolicyName: "p",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: allow("ec2:DescribeVpcs", "*") }),
    Tags,
  }).Policy;
  const { OpenIDConnectProviderArn } = cloud.call(cloud.administrator, "iam", "CreateOpenIDConnectProvider", {
    Url: "https://example.com",
    Tags,
  });
  const TagKeys = ["a", "c"];
  cloud.call(cloud.administrator, "iam", "UntagPolicy", { PolicyArn, TagKeys });
  cloud.call(cloud.administrator, "iam", "UntagOpenIDConnectProvider", { OpenIDConnectProviderArn, TagKeys });
  expect(iamState(cloud).policies.get(PolicyArn).Tags).toEqual([tag("b")]);
  expect(iamState(cloud).openIdConnectProviders.get(OpenIDConnectProviderArn).Tags).toEqual([tag("b")]);
});
