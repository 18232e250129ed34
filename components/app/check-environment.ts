import * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { shown } from "../shared/shown.ts";
import { checkContent, CONTENT_KEY } from "./check-content.ts";
import { ENV_FIELDS, laterValues, type EnvSource } from "./environment.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

/** Of what Kubernetes takes, what can be the key of a Secret and what a shell can read. */
const VARIABLE: Form = [
  /^[A-Za-z_][\w.-]{0,252}$/,
  "1 to 253 letters, digits, underscores, dots and hyphens, the first a letter or underscore",
];

const PREFIX: Form = [/^([A-Za-z_][\w.-]*)?$/, "the beginning of the name of a variable, such as SHOP_"];

const MAPPED_FIELD = /^metadata\.(labels|annotations)\['[^']+'\]$/;

const FIELDS = `${ENV_FIELDS.join(", ")}, metadata.labels['<key>'] or metadata.annotations['<key>']`;

/** Variables by which AWS SDKs find a role, which the identity of the service account gives. */
const ROLE_VARIABLES = ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"];

/** Kinds of what a variable can refer to. */
const REFERENCES = ["fieldRef", "configMap", "secret"] as const;

/** Notes variables that a container cannot have. */
export function checkEnvironment(check: ArgsCheck<ResolvedAppArgs>): void {
  const env = check.at("env")!.withQuotedKeys() as Env;
  for (const name of Object.keys(env.args)) {
    env.add(name, nameReason(name, check.args.serviceAccount.identity !== undefined));
    checkValue(env, name);
  }
  checkContent(env, laterValues(check.args.env));
  check.each("envFrom").forEach(checkSource);
}

type Env = ArgsCheck<Readonly<Record<string, unknown>>>;

function nameReason(name: string, hasRole: boolean): string | undefined {
  const [pattern, expected] = VARIABLE;
  if (!pattern.test(name)) return `is not a name of a variable; use ${expected}`;
  if (hasRole && ROLE_VARIABLES.includes(name))
    return "is set by serviceAccount.identity; leave one of the two out";
  return undefined;
}

function checkValue(env: Env, name: string): void {
  const value = env.args[name];
  if (typeof value === "string" || pulumi.Output.isInstance(value) || value instanceof Promise) return;
  const reference = env.at(name) as ArgsCheck<Readonly<Record<string, unknown>>> | undefined;
  if (reference === undefined) {
    env.add(name, `is ${shown(value)}; use a text, or one of ${REFERENCES.join(", ")}`);
  } else {
    checkReference(reference);
  }
}

function checkReference(check: ArgsCheck<Readonly<Record<string, unknown>>>): void {
  const given = REFERENCES.filter((kind) => kind in check.args);
  if (given.length !== 1) {
    check.addAt(check.place, `is ${shown(check.args)}; use a text, or one of ${REFERENCES.join(", ")}`);
  } else if (given[0] === "fieldRef") {
    check.add("fieldRef", fieldReason(check.args["fieldRef"]));
  } else {
    check.text(given[0]!, FORMS.objectName);
    checkKey(check);
  }
}

function fieldReason(field: unknown): string | undefined {
  if (ENV_FIELDS.some((one) => one === field) || MAPPED_FIELD.test(String(field))) return undefined;
  return `is ${shown(field)}; use one of ${FIELDS}`;
}

function checkKey(check: ArgsCheck<Readonly<Record<string, unknown>>>): void {
  if (check.args["key"] === undefined)
    check.addAt(check.place, "has no key; name the one whose value is meant");
  check.text("key", CONTENT_KEY);
}

function checkSource(check: ArgsCheck<EnvSource>): void {
  const { configMap, secret } = check.args;
  if ((configMap === undefined) === (secret === undefined)) {
    const what = configMap === undefined ? "neither configMap nor secret" : "both configMap and secret";
    check.addAt(check.place, `has ${what}; give one of them`);
  }
  check.text("configMap", FORMS.objectName);
  check.text("secret", FORMS.objectName);
  check.text("prefix", PREFIX);
}
