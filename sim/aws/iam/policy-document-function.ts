import { crc32 } from "node:zlib";
import { z } from "zod";
import type { FunctionType } from "../../core/resource-type.ts";

const strings = z.array(z.string()).optional();
const principals = z.array(z.object({ type: z.string(), identifiers: z.array(z.string()) })).optional();

const statementArgs = z.object({
  sid: z.string().optional(),
  effect: z.enum(["Allow", "Deny"]).optional(),
  actions: strings,
  notActions: strings,
  resources: strings,
  notResources: strings,
  principals,
  notPrincipals: principals,
  conditions: z
    .array(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) }))
    .optional(),
});

const documentArgs = z.object({
  policyId: z.string().optional(),
  version: z.enum(["2008-10-17", "2012-10-17"]).optional(),
  statements: z.array(statementArgs).optional(),
  sourceJson: z.string().optional(),
  sourcePolicyDocuments: strings,
  overrideJson: z.string().optional(),
  overridePolicyDocuments: strings,
});

interface JsonStatement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

interface JsonDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: JsonStatement | readonly JsonStatement[];
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/ */
export const getPolicyDocument: FunctionType = {
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  invoke(_context, properties) {
    const args = documentArgs.parse(properties);
    const sources = [args.sourceJson, ...(args.sourcePolicyDocuments ?? [])];
    const overrides = [args.overrideJson, ...(args.overridePolicyDocuments ?? [])];
    const own: JsonDocument = {
      ...(args.version !== undefined && { Version: args.version }),
      ...(args.policyId !== undefined && { Id: args.policyId }),
      Statement: (args.statements ?? []).map(toJson),
    };
    const documents = [...sources.map(parse), own, ...overrides.map(parse)];
    const statements = documents.reduce<readonly JsonStatement[]>(merge, []);
    const id = documents.findLast(({ Id }) => Id !== undefined)?.Id;
    const document = {
      Version: documents.findLast(({ Version }) => Version !== undefined)?.Version ?? "2012-10-17",
      ...(id !== undefined && { Id: id }),
      ...(statements.length > 0 && { Statement: statements }),
    };
    const json = JSON.stringify(document, null, 2);
    return { ...properties, id: String(crc32(json)), json, minifiedJson: JSON.stringify(document) };
  },
};

/** A statement with the same Sid takes the place of an earlier one. */
function merge(earlier: readonly JsonStatement[], document: JsonDocument): readonly JsonStatement[] {
  const added = [document.Statement ?? []].flat() as JsonStatement[];
  const replaced = new Set(added.flatMap(({ Sid }) => (Sid === undefined || Sid === "" ? [] : [Sid])));
  return [...earlier.filter(({ Sid }) => Sid === undefined || !replaced.has(Sid)), ...added];
}

function parse(json: string | undefined): JsonDocument {
  return json === undefined || json === "" ? {} : (JSON.parse(json) as JsonDocument);
}

function toJson(statement: z.output<typeof statementArgs>): JsonStatement {
  const { sid, effect = "Allow", conditions = [] } = statement;
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...element("Action", statement.actions),
    ...element("NotAction", statement.notActions),
    ...element("Resource", statement.resources),
    ...element("NotResource", statement.notResources),
    ...principalElement("Principal", statement.principals),
    ...principalElement("NotPrincipal", statement.notPrincipals),
    ...(conditions.length > 0 && { Condition: conditionElement(conditions) }),
  };
}

/** One value stands alone, several are sorted backwards: so Terraform's provider, on which Pulumi's builds, writes them. */
function element(name: string, values: readonly string[] | undefined): Record<string, unknown> {
  if (values === undefined || values.length === 0) return {};
  return { [name]: values.length === 1 ? values[0] : [...values].sort().reverse() };
}

function principalElement(name: string, listed: z.output<typeof principals>): Record<string, unknown> {
  if (listed === undefined || listed.length === 0) return {};
  if (listed.some(({ type }) => type === "*")) return { [name]: "*" };
  const types = [...new Set(listed.map(({ type }) => type))];
  const identifiers = (type: string) =>
    listed.filter((principal) => principal.type === type).flatMap((principal) => principal.identifiers);
  return { [name]: Object.assign({}, ...types.map((type) => element(type, identifiers(type)))) };
}

function conditionElement(
  conditions: NonNullable<z.output<typeof statementArgs>["conditions"]>,
): Record<string, Record<string, unknown>> {
  const result: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) {
    (result[test] ??= {})[variable] = values.length === 1 ? values[0] : values;
  }
  return result;
}
