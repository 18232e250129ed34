import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { parseFirstPort, parseRegion } from "../../../fleet/cli/arguments.ts";
import { cloudCommand } from "../../../fleet/cli/cloud-command.ts";
import { PACKAGE_VERSIONS } from "../../../fleet/cloud/package-versions.ts";

const WORLD = "/nowhere/world.json";

it.each([
  ["after", ["status", "--world", WORLD]],
  ["before", ["--world", WORLD, "status"]],
])("takes the world %s a subcommand", async (_place, args) => {
  await expect(cloudCommand().parseAsync(args, { from: "user" })).rejects.toThrow(
    `no cloud serves ${WORLD}; start one with: npm run cloud`,
  );
});

it.each([
  ["statsu", 'cloud has no command "statsu"; did you mean status?'],
  ["frobnicate", 'cloud has no command "frobnicate"; use one of status, stop, wait, aws, kubernetes'],
])("refuses %s, which is not a subcommand, and serves nothing", async (word, problem) => {
  await expect(cloudCommand().parseAsync(["--world", WORLD, word], { from: "user" })).rejects.toThrow(
    problem,
  );
});

it.each([
  {
    parameters: "{",
    problem: "{ is not JSON (Expected property name or '}' in JSON at position 1 (line 1 column 2))",
  },
  { parameters: "[]", problem: '[] is not a JSON object; give one such as {"Key": "value"}' },
  { parameters: "null", problem: 'null is not a JSON object; give one such as {"Key": "value"}' },
])("refuses $parameters as parameters of an AWS call", async ({ parameters, problem }) => {
  const args = ["aws", "ec2", "DescribeVpcs", parameters];
  await expect(cloudCommand().parseAsync(args, { from: "user" })).rejects.toThrow(problem);
});

describe("the first port", () => {
  it("leaves room for the others, one per package", () => {
    const last = 65_536 - Object.keys(PACKAGE_VERSIONS).length;
    expect(parseFirstPort(String(last))).toBe(last);
    expect(() => parseFirstPort(String(last + 1))).toThrow(
      new InvalidArgumentError("4 consecutive ports begin with it: give one up to 65532"),
    );
  });

  it("is a port", () => {
    expect(() => parseFirstPort("-1")).toThrow(
      new InvalidArgumentError("give a port from 0 to 65535; 0 lets the system choose"),
    );
  });
});

it("takes what looks like a region as one", () => {
  expect(["eu-central-1", "us-gov-west-1"].map(parseRegion)).toEqual(["eu-central-1", "us-gov-west-1"]);
  expect(() => parseRegion("Frankfurt")).toThrow(
    new InvalidArgumentError("give a region such as ap-northeast-2"),
  );
});
