import { NotSimulated } from "../../../core/errors.ts";
import { isObject } from "../../../core/is-object.ts";
import { equal } from "../../api/plain.ts";
import type { Expression } from "./parse.ts";

/** Names that an expression may use: `self`, `oldSelf`, and what macros bind. */
export type Scope = Readonly<Record<string, unknown>>;

/** A rule could not be evaluated, e.g. because a field is not there. */
export class CelError extends Error {}

/** @throws CelError; NotSimulated for functions that are not known here. */
export function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "name":
      if (!Object.hasOwn(scope, expression.name)) throw new NotSimulated(`CEL name ${expression.name}`);
      return scope[expression.name];
    case "field":
      return member(evaluate(expression.of, scope), expression.name);
    case "index":
      return member(evaluate(expression.of, scope), evaluate(expression.at, scope));
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      return expression.operator === "!" ? operand !== true : -Number(operand);
    }
    case "binary":
      return binary(expression.operator, expression.left, expression.right, scope);
    case "choice":
      return evaluate(evaluate(expression.test, scope) === true ? expression.yes : expression.no, scope);
    case "call":
      return call(expression, scope);
  }
}

function member(value: unknown, key: unknown): unknown {
  if (Array.isArray(value) && typeof key === "number" && key < value.length) return value[key];
  if (isObject(value) && Object.hasOwn(value, String(key))) return value[String(key)];
  throw new CelError(`no such key: ${String(key)}`);
}

/** `&&` and `||` need only one side if that decides, whatever the other side's fault. */
function logical(decides: boolean, left: Expression, right: Expression, scope: Scope): boolean {
  let fault: CelError | undefined;
  for (const side of [left, right]) {
    try {
      if (evaluate(side, scope) === decides) return decides;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      fault = error;
    }
  }
  if (fault !== undefined) throw fault;
  return !decides;
}

function binary(operator: string, left: Expression, right: Expression, scope: Scope): unknown {
  if (operator === "&&" || operator === "||") return logical(operator === "||", left, right, scope);
  const a = evaluate(left, scope);
  const b = evaluate(right, scope);
  if (operator === "==") return equal(a, b);
  if (operator === "!=") return !equal(a, b);
  if (operator === "in")
    return Array.isArray(b) ? b.some((entry) => equal(entry, a)) : isObject(b) && String(a) in b;
  if (typeof a === "string" && typeof b === "string") return ordered(operator, a, b);
  if (operator === "+" && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return ordered(operator, Number(a), Number(b));
}

function ordered<T extends string | number>(operator: string, a: T, b: T): unknown {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "+":
      return typeof a === "string" ? `${a}${b}` : Number(a) + Number(b);
    case "-":
      return Number(a) - Number(b);
    case "*":
      return Number(a) * Number(b);
    case "/":
      return Math.trunc(Number(a) / Number(b));
    default:
      return Number(a) % Number(b);
  }
}

type Call = Extract<Expression, { kind: "call" }>;

function call(expression: Call, scope: Scope): unknown {
  const { name, target, args } = expression;
  const [first] = args;
  if (target === undefined) {
    if (name === "has" && first?.kind === "field") return has(first, scope);
    if (name === "size" && first !== undefined) return size(evaluate(first, scope));
    if (name === "string" && first !== undefined) return String(evaluate(first, scope));
    throw new NotSimulated(`CEL function ${name}`);
  }
  const value = evaluate(target, scope);
  if (name === "size") return size(value);
  const macro = macros[name];
  if (macro !== undefined) return applyMacro(macro, value, args, scope);
  const method = methods[name];
  if (method === undefined || first === undefined) throw new NotSimulated(`CEL function ${name}`);
  return method(String(value), String(evaluate(first, scope)));
}

function has({ of, name }: Extract<Expression, { kind: "field" }>, scope: Scope): boolean {
  const value = evaluate(of, scope);
  return isObject(value) && value[name] !== undefined;
}

function size(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

const methods: Readonly<Record<string, (text: string, argument: string) => boolean | readonly string[]>> = {
  contains: (text, argument) => text.includes(argument),
  endsWith: (text, argument) => text.endsWith(argument),
  matches: (text, argument) => regularExpression(argument).test(text),
  split: (text, argument) => text.split(argument),
  startsWith: (text, argument) => text.startsWith(argument),
};

/** RE2 takes the flag for either case inside of the expression. https://github.com/google/re2/wiki/Syntax */
function regularExpression(text: string): RegExp {
  return text.includes("(?i)") ? new RegExp(text.replace("(?i)", ""), "i") : new RegExp(text);
}

type Macro = (items: readonly unknown[], apply: (item: unknown) => unknown) => unknown;

const macros: Readonly<Record<string, Macro>> = {
  all: (items, apply) => items.every((item) => apply(item) === true),
  exists: (items, apply) => items.some((item) => apply(item) === true),
  exists_one: (items, apply) => items.filter((item) => apply(item) === true).length === 1,
  filter: (items, apply) => items.filter((item) => apply(item) === true),
  map: (items, apply) => items.map(apply),
};

function applyMacro(macro: Macro, value: unknown, args: readonly Expression[], scope: Scope): unknown {
  const [variable, body] = args;
  if (variable?.kind !== "name" || body === undefined || args.length > 2)
    throw new NotSimulated("CEL macro of this form");
  const items = Array.isArray(value) ? value : isObject(value) ? Object.keys(value) : [];
  return macro(items, (item) => evaluate(body, { ...scope, [variable.name]: item }));
}
