import { defined } from "../../../../core/defined.ts";
import type { RuleCondition } from "../../../../aws/elbv2/shapes.ts";
import { jsonOf, type Annotations } from "./annotations.ts";

/** A condition of the annotation `conditions.SERVICE`, checked. Facts: pkg/ingress/config_types.go. */
export interface ConditionConfig {
  readonly field: string;
  readonly hostHeaderConfig?: Values;
  readonly pathPatternConfig?: Values;
  readonly httpHeaderConfig?: Values & { readonly httpHeaderName?: string };
  readonly httpRequestMethodConfig?: { readonly values?: readonly string[] };
  readonly queryStringConfig?: {
    readonly values?: readonly { readonly key?: string; readonly value?: string }[];
  };
  readonly sourceIPConfig?: { readonly values?: readonly string[] };
}

interface Values {
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}

/** For each kind of condition, the part that describes it. */
const PART_BY_FIELD = {
  "host-header": "hostHeaderConfig",
  "path-pattern": "pathPatternConfig",
  "http-header": "httpHeaderConfig",
  "http-request-method": "httpRequestMethodConfig",
  "query-string": "queryStringConfig",
  "source-ip": "sourceIPConfig",
} as const;

/** Conditions that may give regular expressions instead of values. */
const WITH_REGEX: ReadonlySet<string> = new Set(["host-header", "path-pattern", "http-header"]);

/** @throws Error naming what is missing. */
export function parseConditions(
  annotations: Annotations | undefined,
  service: string,
): readonly ConditionConfig[] {
  const conditions = (jsonOf(annotations, `conditions.${service}`) ?? []) as readonly ConditionConfig[];
  for (const condition of conditions) checkCondition(condition);
  return conditions;
}

function checkCondition(condition: ConditionConfig): void {
  const part = PART_BY_FIELD[condition.field as keyof typeof PART_BY_FIELD];
  if (part === undefined) return;
  const config = condition[part];
  if (config === undefined) throw new Error(`missing ${part}`);
  const values = config.values?.length ?? 0;
  if (!WITH_REGEX.has(condition.field)) {
    if (values === 0) throw new Error(`invalid ${part}: ${emptyWords(condition.field)}`);
    if (condition.queryStringConfig?.values?.some(({ value }) => !value) === true) {
      throw new Error(`invalid ${part}: value cannot be empty`);
    }
    return;
  }
  const regexValues = "regexValues" in config ? (config.regexValues?.length ?? 0) : 0;
  if (values === 0 && regexValues === 0) {
    throw new Error(`invalid ${part}: values or regexValues must be specified`);
  }
  if (values > 0 && regexValues > 0) {
    throw new Error(`invalid ${part}: precisely one of values and regexValues can be specified`);
  }
}

function emptyWords(field: string): string {
  return field === "query-string" ? "Values cannot be empty" : "values cannot be empty";
}

/** A condition other than host and path as AWS takes it; these two are merged with those of the rule. */
export function toRuleCondition(condition: ConditionConfig): RuleCondition | undefined {
  switch (condition.field) {
    case "http-header": {
      const { httpHeaderName, values, regexValues } = condition.httpHeaderConfig ?? {};
      return {
        Field: condition.field,
        HttpHeaderConfig: {
          ...defined({ HttpHeaderName: httpHeaderName, Values: values, RegexValues: regexValues }),
        },
      };
    }
    case "http-request-method":
      return {
        Field: condition.field,
        HttpRequestMethodConfig: { Values: condition.httpRequestMethodConfig?.values ?? [] },
      };
    case "query-string":
      return {
        Field: condition.field,
        QueryStringConfig: {
          Values: (condition.queryStringConfig?.values ?? []).map(({ key, value }) => ({
            ...defined({ Key: key, Value: value }),
          })),
        },
      };
    case "source-ip":
      return { Field: condition.field, SourceIpConfig: { Values: condition.sourceIPConfig?.values ?? [] } };
    default:
      return undefined;
  }
}
