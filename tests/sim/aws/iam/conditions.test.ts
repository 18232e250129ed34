import { describe, expect, it } from "vitest";
import { conditionHolds, isConditionOperator } from "../../../../sim/aws/iam/conditions.ts";
import { RequestContext } from "../../../../sim/aws/iam/request-context.ts";

type Case = [operator: string, actual: string | string[] | undefined, expected: string[], holds: boolean];

function holds(operator: string, actual: string | string[] | undefined, values: string[]): boolean {
  const context = new RequestContext({
    "aws:username": "kim",
    ...(actual !== undefined && { "test:key": actual }),
  });
  return conditionHolds({ operator, key: "Test:Key", values }, context);
}

describe.each<Case>([
  ["StringEquals", "a", ["b", "a"], true],
  ["StringEquals", "A", ["a"], false],
  ["StringEquals", undefined, ["a"], false],
  ["StringEquals", "a*", ["a*"], true],
  ["StringEquals", "ab", ["a*"], false],
  ["StringEquals", "home/kim", ["home/${aws:username}"], true],
  ["StringEquals", "x", ["${aws:unknown}"], false],
  ["StringEquals", "x", ["${aws:unknown, 'x'}"], true],
  ["StringEqualsIfExists", undefined, ["a"], true],
  ["StringEqualsIfExists", "b", ["a"], false],
  ["StringNotEquals", "c", ["a", "b"], true],
  ["StringNotEquals", "b", ["a", "b"], false],
  ["StringNotEquals", undefined, ["a"], true],
  ["StringEqualsIgnoreCase", "A", ["a"], true],
  ["StringNotEqualsIgnoreCase", "A", ["a"], false],
  ["StringLike", "a/b.c", ["a/?.*"], true],
  ["StringLike", "axb", ["a.b"], false],
  ["StringLike", "a*", ["a${*}"], true],
  ["StringLike", "ab", ["a${*}"], false],
  ["StringNotLike", "dev-1", ["prod-*"], true],
  ["ArnEquals", "arn:aws:iam::1:role/a/b", ["arn:aws:iam::*:role/a/*"], true],
  ["ArnLike", "arn:aws:ec2:eu-west-1:1:vpc/v", ["arn:aws:ec2:*:1:vpc/*"], true],
  ["ArnLike", "arn:aws:ec2:eu-west-1:1:vpc/v", ["arn:aws:*:vpc/*"], false],
  ["ArnNotLike", "arn:aws:ec2:eu-west-1:2:vpc/v", ["arn:aws:ec2:*:1:vpc/*"], true],
  ["Bool", "true", ["TRUE"], true],
  ["Bool", "false", ["true"], false],
  ["Null", undefined, ["true"], true],
  ["Null", "x", ["true"], false],
  ["Null", "x", ["false"], true],
  ["NumericLessThan", "9", ["10"], true],
  ["NumericLessThanEquals", "10", ["10"], true],
  ["NumericGreaterThan", "9", ["10"], false],
  ["NumericGreaterThanEquals", "10.0", ["10"], true],
  ["NumericEquals", "1.0", ["1"], true],
  ["NumericNotEquals", "1", ["2"], true],
  ["DateLessThan", "2026-01-01T00:00:00Z", ["1767225601"], true],
  ["DateGreaterThan", "2026-01-01T00:00:00Z", ["2026-01-02"], false],
  ["DateLessThanEquals", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:00Z"], true],
  ["DateGreaterThanEquals", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:01Z"], false],
  ["DateEquals", "2026-01-01T00:00:00Z", ["1767225600"], true],
  ["DateNotEquals", "2026-01-01T00:00:00Z", ["1767225600"], false],
  ["IpAddress", "203.0.113.7", ["203.0.113.0/24"], true],
  ["IpAddress", "203.0.114.7", ["203.0.113.0/24"], false],
  ["IpAddress", "2001:db8::1", ["2001:db8::/32"], true],
  ["NotIpAddress", "203.0.114.7", ["203.0.113.0/24"], true],
  ["ForAnyValue:StringEquals", ["a", "b"], ["b"], true],
  ["ForAnyValue:StringEquals", undefined, ["b"], false],
  ["ForAnyValue:StringNotEquals", ["a", "b"], ["b"], true],
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "b", "c"], true],
  ["ForAllValues:StringEquals", ["a", "d"], ["a", "b", "c"], false],
  ["ForAllValues:StringEquals", undefined, ["a"], true],
  ["ForAllValues:StringNotLike", ["a", "b"], ["c*"], true],
])("%s of %s with %s", (operator, actual, expected, result) => {
  it(`is ${result}`, () => {
    expect(holds(operator, actual, expected)).toBe(result);
  });
});

it("knows which operators there are", () => {
  expect(["StringEquals", "ForAnyValue:StringLikeIfExists", "Null"].map(isConditionOperator)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["StringMatches", "NullIfExists", "ForSomeValues:StringLike"].map(isConditionOperator)).toEqual([
    false,
    false,
    false,
  ]);
});

it("throws for an operator that does not exist, instead of denying in silence", () => {
  expect(() => holds("StringMatches", "a", ["a"])).toThrow(
    "StringMatches is not a condition operator of IAM",
  );
});
