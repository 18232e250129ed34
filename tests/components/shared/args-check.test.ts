import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ArgsCheck } from "../../../components/shared/args-check.ts";
import { FORMS } from "../../../components/shared/forms.ts";
import { ArgsError, problemsOf as refusedBy } from "../../../components/shared/args-error.ts";

function problemsOf(look: (check: ArgsCheck) => void): readonly string[] {
  const check = new ArgsCheck('Thing "a"');
  look(check);
  return refusedBy(() => check.finish()).map(({ path, reason }) => `${path} ${reason}`);
}

it("passes on an error that is not a refusal of args", () => {
  const broken = () => {
    throw new TypeError("broken");
  };
  expect(() => refusedBy(broken)).toThrow(new TypeError("broken"));
});

describe("ArgsCheck", () => {
  it.each([
    [0, ["count is 0; use a whole number from 1 to 3"]],
    [1, []],
    [3, []],
    [4, ["count is 4; use a whole number from 1 to 3"]],
    [1.5, ["count is 1.5; use a whole number from 1 to 3"]],
    [Number.NaN, ["count is NaN; use a whole number from 1 to 3"]],
    [undefined, []],
  ])("takes %s for a whole number from 1 to 3 or says %j", (value, problems) => {
    expect(problemsOf((check) => check.integer("count", value, { min: 1, max: 3 }))).toEqual(problems);
  });

  it.each([
    ["vpc-0123456789abcdef0", []],
    ["vpc-01234567", []],
    ["vpc-0", ['vpcId is "vpc-0"; use a VPC id such as vpc-0123456789abcdef0']],
    [pulumi.output("vpc-0"), []],
    [undefined, []],
  ])("checks the form of a text that is known", (value, problems) => {
    expect(problemsOf((check) => check.text("vpcId", value, ...FORMS.vpcId))).toEqual(problems);
  });

  it("takes one word of a few", () => {
    const words = ["single", "none"];
    expect(problemsOf((check) => check.oneOf("nat", "none", words))).toEqual([]);
    expect(problemsOf((check) => check.oneOf("nat", undefined, words))).toEqual([]);
    expect(problemsOf((check) => check.oneOf("nat", "many", words))).toEqual([
      'nat is "many"; use one of single, none',
    ]);
  });

  it.each([
    ["10.0.0.0/16", []],
    ["10.0.7.1/16", ['block is "10.0.7.1/16", with bits beyond its prefix; use 10.0.0.0/16']],
    ["ten", ['block is "ten"; use an IPv4 block such as 192.168.0.0/16']],
  ])("takes %s for an IPv4 block or says %j", (value, problems) => {
    expect(problemsOf((check) => check.cidr("block", value, "192.168.0.0/16"))).toEqual(problems);
  });

  it("wants each value of a list once", () => {
    const later = pulumi.output("b");
    expect(problemsOf((check) => check.distinct("ids", ["a", "b", "a", later, later]))).toEqual([
      'ids[2] is "a", as is ids[0]; name it once',
    ]);
    expect(problemsOf((check) => check.distinct("ids", undefined))).toEqual([]);
  });

  it("says everything in one message, with the component's name", () => {
    const check = new ArgsCheck('Thing "a"');
    check.add("first", "is wrong");
    check.add("second", "is wrong too");
    expect(() => check.finish()).toThrow(
      new ArgsError('Thing "a"', [
        { path: "first", reason: "is wrong" },
        { path: "second", reason: "is wrong too" },
      ]),
    );
    expect(() => check.finish()).toThrow(
      'Thing "a" has 2 problems:\n  - first is wrong\n  - second is wrong too',
    );
  });

  it("needs no list for a single problem", () => {
    const check = new ArgsCheck('Thing "a"');
    check.add("first", "is wrong");
    expect(() => check.finish()).toThrow('Thing "a": first is wrong');
  });
});
