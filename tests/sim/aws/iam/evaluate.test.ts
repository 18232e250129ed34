import { expect, it } from "vitest";
import { evaluate } from "../../../../sim/aws/iam/evaluate.ts";
import { parsePolicyDocument } from "../../../../sim/aws/iam/policy-document.ts";
import { RequestContext } from "../../../../sim/aws/iam/request-context.ts";
import { allow, deny } from "./support.ts";

const BUCKET = "arn:aws:s3:::logs";

function decide(Statement: object[], action: string, resource = BUCKET, keys: Record<string, string> = {}) {
  const policy = parsePolicyDocument(JSON.stringify({ Version: "2012-10-17", Statement }));
  return evaluate([policy], { action, resource, context: new RequestContext(keys) });
}

it("denies what nobody allows", () => {
  expect(decide([allow("s3:GetObject", "*")], "s3:PutObject")).toBe("implicitDeny");
});

it("lets a denial win over all that allow", () => {
  expect(decide([allow("s3:*", "*"), deny("s3:PutObject", BUCKET)], "s3:PutObject")).toBe("explicitDeny");
});

it("knows wildcards in actions, whatever their case, and in resources", () => {
  const statements = [allow("S3:get*", "arn:aws:s3:::lo?s")];
  expect(decide(statements, "s3:GetObject")).toBe("allowed");
  expect(decide(statements, "s3:GetObject", "arn:aws:s3:::LOGS")).toBe("implicitDeny");
});

it("knows all actions but some, and all resources but some", () => {
  const others = [{ Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::secret*" }];
  expect(decide(others, "s3:GetObject")).toBe("allowed");
  expect(decide(others, "iam:CreateUser")).toBe("implicitDeny");
  expect(decide(others, "s3:GetObject", "arn:aws:s3:::secrets")).toBe("implicitDeny");
});

it("fills variables into resources, and matches nothing without their value", () => {
  const own = [allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*")];
  expect(decide(own, "s3:GetObject", "arn:aws:s3:::home/kim/a", { "aws:username": "kim" })).toBe("allowed");
  expect(decide(own, "s3:GetObject", "arn:aws:s3:::home/x/a", { "aws:username": "*" })).toBe("implicitDeny");
  expect(decide(own, "s3:GetObject", "arn:aws:s3:::home/kim/a")).toBe("implicitDeny");
});

it("needs all conditions of a statement", () => {
  const Condition = { StringEquals: { "aws:RequestTag/a": "1", "aws:RequestTag/b": "2" } };
  const tagged = [{ ...allow("ec2:CreateTags", "*"), Condition }];
  expect(decide(tagged, "ec2:CreateTags", "*", { "aws:RequestTag/a": "1", "aws:RequestTag/b": "2" })).toBe(
    "allowed",
  );
  expect(decide(tagged, "ec2:CreateTags", "*", { "aws:RequestTag/a": "1" })).toBe("implicitDeny");
});
