/** Statements of rules, and the capacity units (WCU) that each takes. */
import type * as aws from "@pulumi/aws";

type Statement = aws.types.input.wafv2.WebAclRuleStatement;

/** A statement that other statements can hold. */
export interface Counted {
  readonly statement: Statement;
  readonly capacity: number;
}

/** So that neither `//` nor `/../`, plain or encoded, leads past a rule. */
const PATH_TRANSFORMATIONS = [
  { priority: 0, type: "URL_DECODE" },
  { priority: 1, type: "NORMALIZE_PATH" },
];

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html */
const STARTS_WITH_CAPACITY = 2;
const TRANSFORMATION_CAPACITY = 10;

/** The path begins so. */
export function pathBegins(prefix: string): Counted {
  return {
    statement: {
      byteMatchStatement: {
        fieldToMatch: { uriPath: {} },
        positionalConstraint: "STARTS_WITH",
        searchString: prefix,
        textTransformations: PATH_TRANSFORMATIONS,
      },
    },
    capacity: STARTS_WITH_CAPACITY + PATH_TRANSFORMATIONS.length * TRANSFORMATION_CAPACITY,
  };
}

/** None of them holds; undefined if there is none. */
export function noneOf(all: readonly Counted[]): Counted | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const statements = all.map(({ statement }) => statement);
  const any = others.length === 0 ? first.statement : { orStatement: { statements } };
  return { statement: { notStatement: { statement: any } }, capacity: sum(all) };
}

/** Both hold. */
export function bothOf(one: Counted, other: Counted | undefined): Counted {
  if (other === undefined) return one;
  return {
    statement: { andStatement: { statements: [one.statement, other.statement] } },
    capacity: one.capacity + other.capacity,
  };
}

export function sum(all: readonly { readonly capacity: number }[]): number {
  return all.reduce((total, { capacity }) => total + capacity, 0);
}
