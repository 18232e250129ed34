import { expect, it } from "vitest";
import { extractInputShapes } from "../../../../sim/aws/parameters/extraction.ts";
import inputShapes from "../../../../sim/aws/parameters/input-shapes.json" with { type: "json" };
import type { InputShapes } from "../../../../sim/aws/parameters/shapes.ts";
import { operations, SimulatedCloud } from "../../../../sim/cloud.ts";
import { upstream } from "../../../support/upstream.ts";

function answer(service: string, action: string, parameters: unknown): string {
  const cloud = new SimulatedCloud();
  try {
    cloud.callUnchecked({ caller: cloud.administrator, service, action, parameters });
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}

/** The message of botocore's ParamValidationError, without its heading. */
function problems(service: string, action: string, parameters: unknown): string[] {
  const [heading, ...lines] = answer(service, action, parameters).split("\n");
  expect(heading).toBe("Parameter validation failed:");
  return lines;
}

it("takes what AWS takes", () => {
  expect(answer("ec2", "DescribeVpcs", {})).toBe("accepted");
  expect(answer("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16", TagSpecifications: [] })).toBe("accepted");
});

const SERVICES = `services are ${Object.keys(operations).join(", ")}`;
const LIST = "valid types: <class 'list'>, <class 'tuple'>";

it.each([
  [
    "DescribeVpcs",
    { VpcIds: "x" },
    [`Invalid type for parameter VpcIds, value: x, type: <class 'str'>, ${LIST}`],
  ],
  [
    "CreateVpc",
    { CidrBlock: 5 },
    ["Invalid type for parameter CidrBlock, value: 5, type: <class 'int'>, valid types: <class 'str'>"],
  ],
  [
    "DescribeVpcs",
    { Filter: [] },
    ['Unknown parameter in input: "Filter", must be one of: Filters, VpcIds, NextToken, MaxResults, DryRun'],
  ],
  [
    "DescribeVpcs",
    { Filters: [{ Name: null, Values: ["a", true, { b: ["it's", 1.5, null] }] }, 7], VpcIds: null },
    [
      "Invalid type for parameter Filters[0].Name, value: None, type: <class 'NoneType'>, valid types: <class 'str'>",
      "Invalid type for parameter Filters[0].Values[1], value: True, type: <class 'bool'>, valid types: <class 'str'>",
      "Invalid type for parameter Filters[0].Values[2], value: {'b': ['it\\'s', 1.5, None]}, type: <class 'dict'>, valid types: <class 'str'>",
      "Invalid type for parameter Filters[1], value: 7, type: <class 'int'>, valid types: <class 'dict'>",
      `Invalid type for parameter VpcIds, value: None, type: <class 'NoneType'>, ${LIST}`,
    ],
  ],
  ["DeleteVpc", {}, ['Missing required parameter in input: "VpcId"']],
  [
    "RunInstances",
    { MaxCount: 1.5, MinCount: true },
    [
      "Invalid type for parameter MaxCount, value: 1.5, type: <class 'float'>, valid types: <class 'int'>",
      "Invalid type for parameter MinCount, value: True, type: <class 'bool'>, valid types: <class 'int'>",
    ],
  ],
  [
    "DescribeVpcs",
    5,
    ["Invalid type for parameter input, value: 5, type: <class 'int'>, valid types: <class 'dict'>"],
  ],
  [
    "DescribeVpcs",
    { constructor: 1 },
    [
      'Unknown parameter in input: "constructor", must be one of: Filters, VpcIds, NextToken, MaxResults, DryRun',
    ],
  ],
])("refuses ec2 %s %j as the AWS command line does", (action, parameters, expected) => {
  expect(problems("ec2", action, parameters)).toEqual(expected);
});

it("holds texts, numbers and lists to their least length and value, and no more", () => {
  const role = (RoleName: string) => problems("iam", "GetRole", { RoleName });
  expect(role("")).toEqual(["Invalid length for parameter RoleName, value: 0, valid min length: 1"]);
  expect(answer("iam", "GetRole", { RoleName: "x" })).toBe("The role with name x cannot be found.");
  const group = (minSize: number) => ({
    clusterName: "c",
    nodegroupName: "n",
    scalingConfig: { minSize, maxSize: 1, desiredSize: 1 },
  });
  expect(problems("eks", "UpdateNodegroupConfig", group(-1))).toEqual([
    "Invalid value for parameter scalingConfig.minSize, value: -1, valid min value: 0",
  ]);
  expect(answer("eks", "UpdateNodegroupConfig", group(0))).toBe("No cluster found for name: c.");
});

it.each([
  ["ec2", "DescribeVpcs", { DryRun: true }, "NotSimulated: ec2:DescribeVpcs (parameter DryRun)"],
  [
    "ec2",
    "AuthorizeSecurityGroupIngress",
    { GroupId: "sg-1", IpPermissions: [{ UserIdGroupPairs: [{ PeeringStatus: "x" }] }] },
    "NotSimulated: ec2:AuthorizeSecurityGroupIngress (parameter IpPermissions[0].UserIdGroupPairs[0].PeeringStatus)",
  ],
  [
    "ec2",
    "CreateTags",
    { Resources: ["vpc-1"], Tags: [{ Key: "a" }] },
    "NotSimulated: ec2:CreateTags (without Tags[0].Value)",
  ],
  ["ec2", "NoSuchThing", {}, "NotSimulated: ec2:NoSuchThing"],
  ["constructor", "name", {}, `NotSimulated: constructor:name (${SERVICES})`],
  ["elbv2", "DescribeTargetHealth", {}, `NotSimulated: elbv2:DescribeTargetHealth (${SERVICES})`],
  ["ec2", "describe-vpcs", {}, "NotSimulated: ec2:describe-vpcs (did you mean DescribeVpcs?)"],
])("says what of %s %s %j is not simulated", (service, action, parameters, message) => {
  expect(answer(service, action, parameters)).toBe(message);
});

it("knows the parameters of every operation", () => {
  const known = Object.entries(inputShapes as InputShapes).map(([service, shapes]) => [
    service,
    Object.keys(shapes.operations).sort(),
  ]);
  const simulated = Object.entries(operations).map(([service, ofService]) => [
    service,
    Object.keys(ofService).sort(),
  ]);
  expect(
    Object.fromEntries(known),
    "sim/aws/parameters/extract.ts writes input-shapes.json, and says from what",
  ).toEqual(Object.fromEntries(simulated));
});

it("has them as botocore's models and the operations' types say", (test) => {
  const models = upstream(test, "botocore");
  expect(extractInputShapes(models)).toEqual(inputShapes);
});
