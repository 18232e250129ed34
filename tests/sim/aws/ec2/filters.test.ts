import { expect, it } from "vitest";
import { filtered } from "../../../../sim/aws/ec2/filters.ts";

const records = [
  { id: "a", Tags: [{ Key: "Name", Value: "web*1" }] },
  { id: "b", Tags: [{ Key: "Name", Value: "web-1" }] },
  { id: "c", Tags: [] },
];

function found(Name: string, ...Values: string[]): string[] {
  const matches = filtered("DescribeThings", records, [{ Name, Values }], { id: ({ id }) => [id] });
  return matches.map(({ id }) => id);
}

it("matches any of the values", () => {
  expect(found("id", "a", "c")).toEqual(["a", "c"]);
});

it("knows wildcards, and their escapes", () => {
  expect(found("tag:Name", "web?1")).toEqual(["a", "b"]);
  expect(found("tag:Name", "w*")).toEqual(["a", "b"]);
  expect(found("tag:Name", "web\\*1")).toEqual(["a"]);
});

it("takes other special characters as they are", () => {
  expect(found("tag:Name", "web.1")).toEqual([]);
  expect(found("id", "[ab]")).toEqual([]);
});

it("matches nothing without values", () => {
  expect(found("id")).toEqual([]);
});
