/**
 * Conditions of rules: which are valid, and what the API makes of them.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html; words as in moto
 * (moto/elbv2/models.py) where the live service's are not known.
 */
import { parseBlock } from "../../ec2/cidr.ts";
import { validationError } from "../errors.ts";
import { checkRegex } from "./regex.ts";
import type { RuleCondition } from "../shapes.ts";

const FIELDS = [
  "path-pattern",
  "host-header",
  "http-header",
  "http-request-method",
  "query-string",
  "source-ip",
] as const;

type Field = (typeof FIELDS)[number];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_VALUES = 5;
const MAX_WILDCARDS = 5;
const MAX_VALUE_LENGTH = 128;
const MAX_NAME_LENGTH = 40;

/** Fields of which a rule can have one condition only. */
const ONCE: readonly Field[] = ["host-header", "http-request-method", "path-pattern", "source-ip"];

/** Checks conditions and completes them as the API shows them afterwards. @throws AwsError ValidationError */
export function newConditions(conditions: readonly RuleCondition[]): RuleCondition[] {
  if (conditions.length === 0) throw validationError("A condition must be specified");
  const checked = conditions.map(newCondition);
  for (const field of ONCE) {
    if (checked.filter(({ Field }) => Field === field).length > 1) {
      throw validationError(`A rule can only have one '${field}' condition`);
    }
  }
  const values = checked.reduce((sum, condition) => sum + countValues(condition), 0);
  if (values > MAX_VALUES) throw validationError(`A rule can only have '${MAX_VALUES}' condition values`);
  if (countWildcards(checked) > MAX_WILDCARDS) {
    throw validationError(`A rule can only have '${MAX_WILDCARDS}' condition wildcards`);
  }
  return checked;
}

function newCondition(condition: RuleCondition): RuleCondition {
  const field = FIELDS.find((known) => known === condition.Field);
  if (field === undefined) {
    throw validationError(
      `Condition field '${condition.Field ?? ""}' must be one of '[${FIELDS.join(",")}]'`,
    );
  }
  switch (field) {
    case "host-header":
      return newPattern(condition, field, "HostHeaderConfig");
    case "path-pattern":
      return newPattern(condition, field, "PathPatternConfig");
    case "http-header":
      return newHeader(condition);
    case "http-request-method":
      return newMethod(condition);
    case "query-string":
      return newQuery(condition);
    case "source-ip":
      return newSource(condition);
  }
}

/** Hosts and paths: the API shows the values both in `Values` and in the field's own configuration. */
function newPattern(
  condition: RuleCondition,
  field: "host-header" | "path-pattern",
  key: "HostHeaderConfig" | "PathPatternConfig",
): RuleCondition {
  const config = condition[key];
  if (condition.Values !== undefined && config !== undefined) {
    throw validationError(`You cannot provide both Values and '${key}' for a condition of type '${field}'`);
  }
  if (condition.Values !== undefined && condition.Values.length > 1) {
    throw validationError(`The '${field}' field contains too many values; the limit is '1'`);
  }
  const regexes = config?.RegexValues ?? condition.RegexValues;
  if (regexes !== undefined && regexes.length > 0) {
    checkRegexes(regexes, field);
    return { Field: field, RegexValues: regexes, [key]: { RegexValues: regexes } };
  }
  const values = config?.Values ?? condition.Values ?? [];
  checkValues(values, field);
  return { Field: field, Values: values, [key]: { Values: values } };
}

function newHeader(condition: RuleCondition): RuleCondition {
  const config = required(condition, "HttpHeaderConfig");
  const name = config.HttpHeaderName ?? "";
  if (name === "") throw validationError("A 'HttpHeaderName' must be specified in 'HttpHeaderConfig'");
  if (name.length > MAX_NAME_LENGTH) throw tooLong("HttpHeaderName", MAX_NAME_LENGTH);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html
  if (name.toLowerCase() === "host") {
    throw validationError("You cannot use an HTTP header condition to specify the host header");
  }
  if (config.RegexValues !== undefined && config.RegexValues.length > 0) {
    checkRegexes(config.RegexValues, "http-header");
  } else {
    checkValues(config.Values ?? [], "http-header");
  }
  return { Field: "http-header", HttpHeaderConfig: config };
}

function newMethod(condition: RuleCondition): RuleCondition {
  const config = required(condition, "HttpRequestMethodConfig");
  const values = config.Values ?? [];
  checkValues(values, "http-request-method", MAX_NAME_LENGTH);
  if (!values.every((value) => /^[A-Z_-]+$/.test(value))) {
    throw validationError(
      "The 'http-request-method' value is invalid; the allowed characters are A-Z, hyphen and underscore",
    );
  }
  return { Field: "http-request-method", HttpRequestMethodConfig: config };
}

function newQuery(condition: RuleCondition): RuleCondition {
  const config = required(condition, "QueryStringConfig");
  const pairs = config.Values ?? [];
  if (pairs.length === 0) throw validationError("A condition value must be specified");
  for (const { Key: key, Value: value } of pairs) {
    if (value === undefined)
      throw validationError("A 'Value' must be specified in 'QueryStringKeyValuePair'");
    if (key !== undefined && key.length > MAX_VALUE_LENGTH) throw tooLong("Key", MAX_VALUE_LENGTH);
    if (value.length > MAX_VALUE_LENGTH) throw tooLong("Value", MAX_VALUE_LENGTH);
  }
  return { Field: "query-string", QueryStringConfig: config };
}

function newSource(condition: RuleCondition): RuleCondition {
  const config = required(condition, "SourceIpConfig");
  const values = config.Values ?? [];
  if (values.length === 0) throw validationError("A 'source-ip' value must be specified");
  for (const value of values) {
    if (parseBlock(value) === undefined && !value.includes(":")) {
      throw validationError(`The 'source-ip' value '${value}' must be in CIDR format`);
    }
  }
  return { Field: "source-ip", SourceIpConfig: config };
}

type ConfigKey = "HttpHeaderConfig" | "HttpRequestMethodConfig" | "QueryStringConfig" | "SourceIpConfig";

/** These fields have their values in a configuration of their own only. */
function required<K extends ConfigKey>(condition: RuleCondition, key: K): NonNullable<RuleCondition[K]> {
  const field = condition.Field ?? "";
  if (condition.Values !== undefined && condition.Values.length > 0) {
    throw validationError(`The 'Values' field is not compatible with '${field}'`);
  }
  const config = condition[key];
  if (config === undefined) throw validationError(`A '${key}' must be specified with '${field}'`);
  return config;
}

function checkValues(values: readonly string[], field: Field, maxLength = MAX_VALUE_LENGTH): void {
  if (values.length === 0) throw validationError("A condition value must be specified");
  for (const value of values) if (value.length > maxLength) throw tooLong(field, maxLength);
}

function checkRegexes(values: readonly string[], field: Field): void {
  checkValues(values, field);
  for (const value of values) checkRegex(value, field);
}

function tooLong(name: string, limit: number): Error {
  return validationError(`The '${name}' value is too long; the limit is '${limit}'`);
}

function countValues(condition: RuleCondition): number {
  const patterns = [condition.HostHeaderConfig, condition.PathPatternConfig, condition.HttpHeaderConfig];
  const lists: readonly (readonly unknown[] | undefined)[] = [
    ...patterns.flatMap((config) => [config?.Values, config?.RegexValues]),
    condition.HttpRequestMethodConfig?.Values,
    condition.QueryStringConfig?.Values,
    condition.SourceIpConfig?.Values,
  ];
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

function countWildcards(conditions: readonly RuleCondition[]): number {
  const patterns = conditions.flatMap((condition) => [
    ...(condition.HostHeaderConfig?.Values ?? []),
    ...(condition.PathPatternConfig?.Values ?? []),
    ...(condition.HttpHeaderConfig?.Values ?? []),
    ...(condition.QueryStringConfig?.Values ?? []).flatMap(({ Key = "", Value = "" }) => [Key, Value]),
  ]);
  return patterns.join("").replaceAll(/[^*?]/g, "").length;
}
