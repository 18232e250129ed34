/** JSON policy documents: their shape, and what IAM refuses. */
import { z } from "zod";
import { AwsError } from "../../core/errors.ts";
import { isConditionOperator, type Condition } from "./conditions.ts";

/** Principals of a statement by type (`AWS`, `Service`, `Federated`), or everybody. */
export type Principals = "*" | Readonly<Record<string, readonly string[]>>;

/** A statement with lists where JSON allows a list or a single value. */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: Principals;
  readonly notPrincipals?: Principals;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly version: string;
  readonly statements: readonly Statement[];
}

const strings = z.union([z.string(), z.array(z.string())]).transform(list);
const conditionValue = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const principals = z.union([
  z.literal("*"),
  z.partialRecord(z.enum(["AWS", "Service", "Federated", "CanonicalUser"]), strings),
]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: strings.optional(),
  NotAction: strings.optional(),
  Resource: strings.optional(),
  NotResource: strings.optional(),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Condition: z
    .record(
      z.string().refine(isConditionOperator),
      z.record(z.string(), z.union([conditionValue, z.array(conditionValue)]).transform(list)),
    )
    .optional(),
});

const documentSchema = z.strictObject({
  Version: z.enum(["2008-10-17", "2012-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema).min(1)]).transform(list),
});

/** Documents that were read before: every AWS call of a role evaluates the same few. */
const parsed = new Map<string, PolicyDocument>();
const PARSED_LIMIT = 1000;

/** @throws AwsError MalformedPolicyDocument when it is not a policy document at all. */
export function parsePolicyDocument(text: string): PolicyDocument {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = documentSchema.safeParse(parseJson(text));
  if (!result.success) throw malformed("Syntax errors in policy.");
  const document: PolicyDocument = {
    version: result.data.Version ?? "2008-10-17",
    statements: result.data.Statement.map(toStatement),
  };
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  parsed.set(text, document);
  return document;
}

/**
 * Checks a policy that is attached to an identity. The words are AWS's, as moto records them in
 * `moto/iam/policy_validation.py` (https://github.com/getmoto/moto).
 *
 * @throws AwsError MalformedPolicyDocument
 */
export function checkIdentityPolicy(text: string): void {
  const { version, statements } = parsePolicyDocument(text);
  if (version !== "2012-10-17") throw malformed("Policy document must be version 2012-10-17 or greater.");
  checkSids(statements);
  for (const statement of statements) {
    if (statement.principals !== undefined || statement.notPrincipals !== undefined) {
      throw malformed("Policy document should not specify a principal.");
    }
    checkActions(statement);
    const resources = exclusive(statement.resources, statement.notResources);
    if (resources.length === 0) throw malformed("Policy statement must contain resources.");
    resources.forEach(checkResource);
  }
}

/** @throws AwsError MalformedPolicyDocument when two statements share an id, or one has other characters. */
export function checkSids(statements: readonly Statement[]): void {
  const sids = statements.map(({ sid }) => sid ?? "").filter((sid) => sid !== "");
  if (sids.some((sid) => !/^[0-9A-Za-z]*$/.test(sid))) {
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
  if (new Set(sids).size !== sids.length) {
    throw malformed("Statement IDs (SID) in a single policy must be unique.");
  }
}

/** @throws AwsError MalformedPolicyDocument */
export function checkActions(statement: Statement): readonly string[] {
  const actions = exclusive(statement.actions, statement.notActions);
  if (actions.length === 0) throw malformed("Policy statement must contain actions.");
  for (const action of actions) {
    if (action === "*") continue;
    const [vendor = "", name, ...rest] = action.split(":");
    if (name === undefined) {
      throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (rest.length > 0) throw malformed("Actions/Condition can contain only one colon.");
    if (!/^([a-zA-Z0-9.-]+|\*)$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
  }
  return actions;
}

/**
 * Whether two documents say the same: order and the choice between a value and a list of one do not count.
 * Pulumi's AWS provider shows no difference for such documents.
 */
export function isSamePolicy(a: string, b: string): boolean {
  return a === b || canonical(parseJson(a)) === canonical(parseJson(b));
}

export function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

function checkResource(resource: string): void {
  if (resource === "*") return;
  const [scheme, partition, service] = resource.split(":");
  if (scheme !== "arn" || partition === undefined) {
    throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  }
  if (!["aws", "aws-cn", "aws-us-gov", "*"].includes(partition)) {
    throw malformed(`Partition "${partition}" is not valid for resource "${resource}".`);
  }
  if (service === undefined || service === "") {
    throw malformed("Resource vendor must be fully qualified and cannot contain regexes.");
  }
}

/** A statement has an element or its `Not` form, never both. */
function exclusive(
  plain: readonly string[] | undefined,
  negated: readonly string[] | undefined,
): readonly string[] {
  if (plain !== undefined && negated !== undefined) throw malformed("Syntax errors in policy.");
  return plain ?? negated ?? [];
}

function toStatement(statement: z.output<typeof statementSchema>): Statement {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  return {
    effect: statement.Effect,
    conditions,
    ...(statement.Sid !== undefined && { sid: statement.Sid }),
    ...(statement.Action && { actions: statement.Action }),
    ...(statement.NotAction && { notActions: statement.NotAction }),
    ...(statement.Resource && { resources: statement.Resource }),
    ...(statement.NotResource && { notResources: statement.NotResource }),
    ...(statement.Principal && { principals: statement.Principal }),
    ...(statement.NotPrincipal && { notPrincipals: statement.NotPrincipal }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 1 ? canonical(value[0]) : `[${value.map(canonical).sort().join()}]`;
  }
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
    return `{${fields.sort().join()}}`;
  }
  return (
    JSON.stringify(typeof value === "boolean" || typeof value === "number" ? String(value) : value) ?? ""
  );
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
