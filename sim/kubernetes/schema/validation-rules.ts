import { NotSimulated } from "../../core/errors.ts";
import { isObject } from "../../core/is-object.ts";
import { fieldError } from "../api/status-errors.ts";
import { CelError, evaluate, type Scope } from "./cel/evaluate.ts";
import { parse, type Expression } from "./cel/parse.ts";
import type { ValidationRule } from "./custom-types.ts";

const compiled = new Map<string, Expression>();

/**
 * Field errors of a value under `x-kubernetes-validations`.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 *
 * @throws NotSimulated for rules beyond the part of CEL that is known here.
 */
export function ruleErrors(
  rules: readonly ValidationRule[],
  value: unknown,
  path: string,
  old: unknown,
): string[] {
  return rules.flatMap((rule) => {
    const expression = compile(rule.rule);
    const aboutChange = /\boldSelf\b/.test(rule.rule);
    if (aboutChange && old === undefined) return [];
    const words = failure(rule, expression, aboutChange ? { self: value, oldSelf: old } : { self: value });
    return words === undefined
      ? []
      : [fieldError.invalid(`${path}${rule.fieldPath ?? ""}`, shown(value), words)];
  });
}

function failure(rule: ValidationRule, expression: Expression, scope: Scope): string | undefined {
  try {
    if (evaluate(expression, scope) === true) return undefined;
    if (rule.messageExpression !== undefined) return String(evaluate(compile(rule.messageExpression), scope));
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return `rule evaluation error: ${error.message}`;
  }
  return rule.message ?? `failed rule: ${rule.rule}`;
}

function compile(rule: string): Expression {
  const present = compiled.get(rule);
  if (present !== undefined) return present;
  try {
    const expression = parse(rule);
    compiled.set(rule, expression);
    return expression;
  } catch (error) {
    if (error instanceof SyntaxError) throw new NotSimulated(`CEL rule ${rule}`, error.message);
    throw error;
  }
}

/** Objects and lists are named by their type. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return "array";
  return isObject(value) ? "object" : value;
}
