/**
 * Condition operators of IAM policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { Address4, Address6 } from "ip-address";
import type { RequestContext } from "./request-context.ts";

/** One line of a statement's `Condition`: any of `values` satisfies it. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Compares a value of the request with one of the policy, which may hold variables. */
type Comparison = (actual: string, expected: string, context: RequestContext) => boolean;

interface Operator {
  readonly compare: Comparison;
  /** Holds when no value of the policy compares. */
  readonly negated?: true;
}

const stringEquals = plain((actual, expected) => actual === expected);
const stringEqualsIgnoreCase = plain((actual, expected) => actual.toLowerCase() === expected.toLowerCase());
const stringLike: Comparison = (actual, expected, context) =>
  context.pattern(expected)?.test(actual) ?? false;
const numericEquals = numeric((actual, expected) => actual === expected);
const dateEquals = date((actual, expected) => actual === expected);
const ipAddress = plain(isInNetwork);

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: stringEquals },
  StringNotEquals: { compare: stringEquals, negated: true },
  StringEqualsIgnoreCase: { compare: stringEqualsIgnoreCase },
  StringNotEqualsIgnoreCase: { compare: stringEqualsIgnoreCase, negated: true },
  StringLike: { compare: stringLike },
  StringNotLike: { compare: stringLike, negated: true },
  NumericEquals: { compare: numericEquals },
  NumericNotEquals: { compare: numericEquals, negated: true },
  NumericLessThan: { compare: numeric((actual, expected) => actual < expected) },
  NumericLessThanEquals: { compare: numeric((actual, expected) => actual <= expected) },
  NumericGreaterThan: { compare: numeric((actual, expected) => actual > expected) },
  NumericGreaterThanEquals: { compare: numeric((actual, expected) => actual >= expected) },
  DateEquals: { compare: dateEquals },
  DateNotEquals: { compare: dateEquals, negated: true },
  DateLessThan: { compare: date((actual, expected) => actual < expected) },
  DateLessThanEquals: { compare: date((actual, expected) => actual <= expected) },
  DateGreaterThan: { compare: date((actual, expected) => actual > expected) },
  DateGreaterThanEquals: { compare: date((actual, expected) => actual >= expected) },
  Bool: { compare: stringEqualsIgnoreCase },
  BinaryEquals: { compare: stringEquals },
  IpAddress: { compare: ipAddress },
  NotIpAddress: { compare: ipAddress, negated: true },
  ArnEquals: { compare: arnLike },
  ArnLike: { compare: arnLike },
  ArnNotEquals: { compare: arnLike, negated: true },
  ArnNotLike: { compare: arnLike, negated: true },
};

interface ParsedOperator {
  readonly qualifier: "ForAllValues" | "ForAnyValue" | undefined;
  readonly name: string;
  readonly ifExists: boolean;
}

/** Whether IAM knows an operator, with its qualifier and `IfExists`. */
export function isConditionOperator(operator: string): boolean {
  const { qualifier, name, ifExists } = parseOperator(operator);
  if (name === "Null") return qualifier === undefined && !ifExists;
  return Object.hasOwn(OPERATORS, name);
}

/** @throws Error for an operator that IAM does not know; a checked policy has none. */
export function conditionHolds(condition: Condition, context: RequestContext): boolean {
  const { qualifier, name, ifExists } = parseOperator(condition.operator);
  const actual = context.get(condition.key);
  if (name === "Null") {
    return condition.values.some((value) => (value.toLowerCase() === "true") === (actual === undefined));
  }
  const operator = OPERATORS[name];
  if (operator === undefined) throw new Error(`${condition.operator} is not a condition operator of IAM`);
  if (actual === undefined || actual.length === 0) {
    if (ifExists || qualifier === "ForAllValues") return true;
    return operator.negated === true && qualifier === undefined;
  }
  const matches = (value: string) =>
    condition.values.some((expected) => operator.compare(value, expected, context)) !==
    (operator.negated ?? false);
  const all = qualifier === "ForAllValues" || (qualifier === undefined && operator.negated === true);
  return all ? actual.every(matches) : actual.some(matches);
}

function parseOperator(operator: string): ParsedOperator {
  const [, qualifier, name = operator, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return {
    qualifier: qualifier as ParsedOperator["qualifier"],
    name,
    ifExists: ifExists !== undefined,
  };
}

function plain(compare: (actual: string, expected: string) => boolean): Comparison {
  return (actual, expected, context) => {
    const text = context.substitute(expected);
    return text !== undefined && compare(actual, text);
  };
}

function numeric(compare: (actual: number, expected: number) => boolean): Comparison {
  return plain((actual, expected) => compare(Number(actual), Number(expected)));
}

/** Dates are ISO 8601 or seconds since the epoch. */
function date(compare: (actual: number, expected: number) => boolean): Comparison {
  const moment = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
  return plain((actual, expected) => compare(moment(actual), moment(expected)));
}

/** Each of the six parts of an ARN is compared for itself, and may have wildcards. */
function arnLike(actual: string, expected: string, context: RequestContext): boolean {
  const actualParts = arnParts(actual);
  const expectedParts = arnParts(expected);
  return expectedParts.every((part, index) => context.pattern(part)?.test(actualParts[index] ?? ""));
}

/** The five parts before the resource, and the resource with all its colons; variables keep theirs. */
function arnParts(arn: string): string[] {
  const parts = arn.match(/(?:\$\{[^}]*\}|[^:])+|(?<=:)(?=:)/g) ?? [];
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function isInNetwork(address: string, network: string): boolean {
  const family = network.includes(":") ? Address6 : Address4;
  if (!family.isValid(address) || !family.isValid(network)) return false;
  return new family(address).isInSubnet(new family(network));
}
