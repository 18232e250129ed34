import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ArgsCheck } from "../../../components/shared/args-check.ts";
import { FORMS } from "../../../components/shared/forms.ts";
import { ArgsError, refuseProblems } from "../../../components/shared/args-error.ts";
import type { Problem } from "../../../components/shared/problem.ts";

interface Args {
  readonly count?: number | undefined;
  readonly vpcId?: pulumi.Input<string> | undefined;
  readonly nat?: string | undefined;
  readonly isOn?: unknown;
  readonly block?: string;
  readonly ids?: readonly pulumi.Input<string>[] | undefined;
  readonly groups?: pulumi.Input<
    readonly { readonly name: string; readonly tags?: Record<string, string> }[]
  >;
}

function problemsOf(args: Args, look: (check: ArgsCheck<Args>) => void): readonly string[] {
  const check = new ArgsCheck(args);
  look(check);
  return check.problems.map(({ path, reason }) => `${path} ${reason}`);
}

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
    expect(problemsOf({ count: value }, (check) => check.integer("count", { min: 1, max: 3 }))).toEqual(
      problems,
    );
  });

  it.each([
    ["vpc-0123456789abcdef0", []],
    ["vpc-01234567", []],
    ["vpc-0", ['vpcId is "vpc-0"; use a VPC id such as vpc-0123456789abcdef0']],
    [pulumi.output("vpc-0"), []],
    [undefined, []],
  ])("checks the form of a text that is known", (value, problems) => {
    expect(problemsOf({ vpcId: value }, (check) => check.text("vpcId", FORMS.vpcId))).toEqual(problems);
  });

  it("takes one word of a few", () => {
    const words = ["single", "none"];
    expect(problemsOf({ nat: "none" }, (check) => check.oneOf("nat", words))).toEqual([]);
    expect(problemsOf({ nat: undefined }, (check) => check.oneOf("nat", words))).toEqual([]);
    expect(problemsOf({ nat: "many" }, (check) => check.oneOf("nat", words))).toEqual([
      'nat is "many"; use one of single, none',
    ]);
  });

  it.each([
    ["10.0.0.0/16", []],
    ["10.0.7.1/16", ['block is "10.0.7.1/16", with bits beyond its prefix; use 10.0.0.0/16']],
    ["ten", ['block is "ten"; use an IPv4 block such as 192.168.0.0/16']],
  ])("takes %s for an IPv4 block or says %j", (value, problems) => {
    expect(problemsOf({ block: value }, (check) => check.cidr("block", "192.168.0.0/16"))).toEqual(problems);
  });

  it("wants each value of a list once", () => {
    const later = pulumi.output("b");
    expect(problemsOf({ ids: ["a", "b", "a", later, later] }, (check) => check.distinct("ids"))).toEqual([
      'ids[2] is "a", as is ids[0]; name it once',
    ]);
    expect(problemsOf({ ids: undefined }, (check) => check.distinct("ids"))).toEqual([]);
  });

  it("knows true and false", () => {
    expect(problemsOf({ isOn: false }, (check) => check.boolean("isOn"))).toEqual([]);
    expect(problemsOf({ isOn: "no" }, (check) => check.boolean("isOn"))).toEqual([
      'isOn is "no"; use true or false',
    ]);
  });

  it("looks into lists and mappings, and tells where it is by keys and in words", () => {
    const args = {
      groups: [{ name: "a" }, { name: "b", tags: { "my key": "?", other: "ok" } }],
    };
    const check = new ArgsCheck<Args>(args);
    const [, group] = check.each("groups");
    group?.add("name", "is taken");
    group?.addAt(group.place, "is one too many");
    group?.texts("tags", [/^ok$/, "ok"]);
    group?.at("tags")?.withQuotedKeys().add("my key", "has a space");
    expect(check.problems).toEqual([
      { keys: ["groups", 1, "name"], path: "groups[1].name", reason: "is taken" },
      { keys: ["groups", 1], path: "groups[1]", reason: "is one too many" },
      { keys: ["groups", 1, "tags", "my key"], path: "groups[1].tags.my key", reason: 'is "?"; use ok' },
      { keys: ["groups", 1, "tags", "my key"], path: 'groups[1].tags["my key"]', reason: "has a space" },
    ]);
  });

  it("finds nothing in what is missing, or known only later", () => {
    for (const groups of [undefined, pulumi.output([{ name: "?" }]), Promise.resolve([])]) {
      const check = new ArgsCheck<Args>(groups === undefined ? {} : { groups });
      expect(check.at("groups")).toBeUndefined();
      expect(check.each("groups")).toEqual([]);
    }
  });
});

describe("refused args", () => {
  const FIRST: Problem = { keys: ["first"], path: "first", reason: "is wrong" };
  const SECOND: Problem = { keys: ["second"], path: "second", reason: "is wrong too" };

  it("are told in one message, with the component's name", () => {
    const refuse = () => {
      refuseProblems("Thing", "a", [FIRST, SECOND]);
    };
    expect(refuse).toThrow(new ArgsError('Thing "a"', [FIRST, SECOND]));
    expect(refuse).toThrow('Thing "a" has 2 problems:\n  - first is wrong\n  - second is wrong too');
  });

  it("need no list for a single problem", () => {
    expect(() => {
      refuseProblems("Thing", "a", [FIRST]);
    }).toThrow('Thing "a": first is wrong');
  });
});
