import { describe, expect, it } from "vitest";
import { checkIdentityPolicy, isSamePolicy } from "../../../../sim/aws/iam/policy-document.ts";

const statement = { Effect: "Allow", Action: "ec2:DescribeVpcs", Resource: "*" };

function document(changes: object, version: object = { Version: "2012-10-17" }): string {
  return JSON.stringify({ ...version, Statement: [{ ...statement, ...changes }] });
}

it("takes a statement that stands alone, booleans and numbers in conditions", () => {
  const Condition = { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "s3:max-keys": 10 } };
  const single = { Version: "2012-10-17", Statement: { ...statement, Condition } };
  expect(() => checkIdentityPolicy(JSON.stringify(single))).not.toThrow();
});

describe.each([
  ["text that is not JSON", "{", "Syntax errors in policy."],
  ["an empty document", "{}", "Syntax errors in policy."],
  ["an unknown element", document({ Actions: "*" }), "Syntax errors in policy."],
  ["an unknown operator", document({ Condition: { StringIs: { a: "b" } } }), "Syntax errors in policy."],
  ["Action beside NotAction", document({ NotAction: "*" }), "Syntax errors in policy."],
  ["another effect", document({ Effect: "allow" }), "Syntax errors in policy."],
  [
    "an old version",
    document({}, { Version: "2008-10-17" }),
    "Policy document must be version 2012-10-17 or greater.",
  ],
  ["no version", document({}, {}), "Policy document must be version 2012-10-17 or greater."],
  ["no action", document({ Action: [] }), "Policy statement must contain actions."],
  ["no resource", document({ Resource: [] }), "Policy statement must contain resources."],
  ["a principal", document({ Principal: "*" }), "Policy document should not specify a principal."],
  [
    "an action without its service",
    document({ Action: "DescribeVpcs" }),
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ],
  [
    "an action with two colons",
    document({ Action: "ec2:Describe:Vpcs" }),
    "Actions/Condition can contain only one colon.",
  ],
  ["a text that is not a service", document({ Action: "e c2:X" }), "Vendor e c2 is not valid"],
  [
    "a resource that is not an ARN",
    document({ Resource: "bucket" }),
    'Resource bucket must be in ARN format or "*".',
  ],
  [
    "a text that is not a partition",
    document({ Resource: "arn:azure:s3:::b" }),
    'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
  ],
  [
    "a Sid with other characters",
    document({ Sid: "a b" }),
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  ],
])("refuses %s", (_name, text, message) => {
  it(message, () => {
    expect(() => checkIdentityPolicy(text)).toThrow(
      expect.objectContaining({ code: "MalformedPolicyDocument", message }),
    );
  });
});

it("refuses two statements of one Sid", () => {
  const Statement = [
    { ...statement, Sid: "A" },
    { ...statement, Sid: "A" },
  ];
  expect(() => checkIdentityPolicy(JSON.stringify({ Version: "2012-10-17", Statement }))).toThrow(
    "Statement IDs (SID) in a single policy must be unique.",
  );
});

it("sees no difference in order, spacing, and a value against a list of one", () => {
  const a = document({ Action: ["ec2:B", "ec2:A"], Resource: ["*"] });
  const b = `{"Statement": {"Resource":"*", "Effect":"Allow", "Action":["ec2:A","ec2:B"]}, "Version":"2012-10-17"}`;
  expect(isSamePolicy(a, b)).toBe(true);
  expect(isSamePolicy(a, document({ Action: ["ec2:B"], Resource: ["*"] }))).toBe(false);
});
