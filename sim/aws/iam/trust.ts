/** Role trust policies: who may assume a role. */
import type { Cloud } from "../../core/cloud.ts";
import { conditionHolds } from "./conditions.ts";
import { coversAction, decide, type Decision } from "./evaluate.ts";
import {
  checkActions,
  checkSids,
  malformed,
  parsePolicyDocument,
  type PolicyDocument,
  type Principals,
  type Statement,
} from "./policy-document.ts";
import type { RequestContext } from "./request-context.ts";
import { iamState } from "./state.ts";

/** Who asks for a role, as a trust policy may name it. */
export interface TrustedEntity {
  readonly type: "AWS" | "Service" | "Federated";
  /** Every name it answers to, e.g. the ARNs of session, role and account. */
  readonly names: readonly string[];
}

/** Whether a trust policy lets `entity` do `action` (`sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`...). */
export function evaluateTrust(
  document: PolicyDocument,
  entity: TrustedEntity,
  action: string,
  context: RequestContext,
): Decision {
  const statements = document.statements.filter(
    (statement) =>
      coversEntity(statement, entity) &&
      coversAction(statement, action) &&
      statement.conditions.every((condition) => conditionHolds(condition, context)),
  );
  return decide(statements);
}

/**
 * Checks a trust policy as CreateRole does.
 *
 * @throws AwsError MalformedPolicyDocument
 */
export function checkTrustPolicy(cloud: Cloud, text: string): void {
  const { statements } = parsePolicyDocument(text);
  checkSids(statements);
  for (const statement of statements) {
    if (statement.resources !== undefined || statement.notResources !== undefined) {
      throw malformed("Has prohibited field Resource");
    }
    const principals = statement.principals ?? statement.notPrincipals;
    if (principals === undefined) throw malformed("Missing required field Principal");
    const actions = checkActions(statement);
    if (actions.some((action) => !/^sts:/i.test(action))) {
      throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
    }
    checkPrincipals(cloud, principals);
  }
}

function coversEntity(statement: Statement, entity: TrustedEntity): boolean {
  if (statement.notPrincipals !== undefined) return !names(statement.notPrincipals, entity);
  return statement.principals !== undefined && names(statement.principals, entity);
}

function names(principals: Principals, entity: TrustedEntity): boolean {
  if (principals === "*") return true;
  const listed = principals[entity.type] ?? [];
  return (
    listed.some((name) => entity.names.includes(name)) || (entity.type === "AWS" && listed.includes("*"))
  );
}

function checkPrincipals(cloud: Cloud, principals: Principals): void {
  if (principals === "*") return;
  for (const [type, listed] of Object.entries(principals)) {
    for (const name of listed) {
      if (isPrincipal(cloud, type, name)) continue;
      const label = type === "AWS" ? type : type.toUpperCase();
      throw malformed(`Invalid principal in policy: "${label}":"${name}"`);
    }
  }
}

function isPrincipal(cloud: Cloud, type: string, name: string): boolean {
  switch (type) {
    case "AWS":
      return name === "*" || /^\d{12}$/.test(name) || isAwsPrincipal(cloud, name);
    case "Service":
      return /^[a-z0-9.-]+\.(amazonaws\.com|amazonaws\.com\.cn|amazon\.com)$/.test(name);
    default:
      return (
        /^arn:[a-z-]+:iam::\d{12}:(oidc|saml)-provider\/.+$/.test(name) || /^[a-z0-9.-]+\.[a-z]+$/.test(name)
      );
  }
}

/** IAM knows the roles of its own account; those of others it takes on trust. */
function isAwsPrincipal(cloud: Cloud, arn: string): boolean {
  const [, account, resource = ""] = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  if (account !== cloud.accountId) return account !== undefined;
  if (resource === "root" || arn === cloud.administrator.arn) return true;
  const [, role] = /^(?:role|assumed-role)\/(?:.*\/)?([^/]+)$/.exec(resource) ?? [];
  if (resource.startsWith("assumed-role/")) return iamState(cloud).roles.has(resource.split("/")[1] ?? "");
  return role !== undefined && iamState(cloud).roles.has(role);
}
