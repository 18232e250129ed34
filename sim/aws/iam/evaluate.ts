/**
 * Policy evaluation.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { conditionHolds } from "./conditions.ts";
import type { PolicyDocument, Statement } from "./policy-document.ts";
import { RequestContext } from "./request-context.ts";

/** What is asked of the policies. */
export interface AccessRequest {
  /** `ec2:CreateTags` */
  readonly action: string;
  /** ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

/** A statement that denies wins over all that allow; without any that allows, the request is denied. */
export function evaluate(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  const statements = policies.flatMap((policy) => policy.statements).filter((s) => applies(s, request));
  return decide(statements);
}

/** The decision of statements that apply. */
export function decide(statements: readonly Statement[]): Decision {
  if (statements.some(({ effect }) => effect === "Deny")) return "explicitDeny";
  return statements.length > 0 ? "allowed" : "implicitDeny";
}

/** Whether a statement is about an action; letter case does not matter. */
export function coversAction(statement: Statement, action: string): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => literal.pattern(pattern, "i")?.test(action));
  if (statement.notActions !== undefined) return !named(statement.notActions);
  return named(statement.actions ?? []);
}

function applies(statement: Statement, request: AccessRequest): boolean {
  return (
    coversAction(statement, request.action) &&
    coversResource(statement, request) &&
    statement.conditions.every((condition) => conditionHolds(condition, request.context))
  );
}

function coversResource(statement: Statement, { resource, context }: AccessRequest): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => context.pattern(pattern)?.test(resource));
  if (statement.notResources !== undefined) return !named(statement.notResources);
  return named(statement.resources ?? []);
}

/** Actions have wildcards, but no variables. */
const literal = new RequestContext({});
