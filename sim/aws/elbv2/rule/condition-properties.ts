/** Conditions of rules as Pulumi's resource has them. */
import { z } from "zod";
import { defined } from "../../../core/defined.ts";
import type { Properties } from "../../../core/resource-type.ts";
import type { RuleCondition } from "../shapes.ts";

const values = z.array(z.string()).optional();
const patterns = z.strictObject({ values, regexValues: values }).optional();

/** One entry of `conditions`: exactly one of its blocks is given. */
export const conditionInput = z.strictObject({
  hostHeader: patterns,
  httpHeader: z.strictObject({ httpHeaderName: z.string(), values, regexValues: values }).optional(),
  httpRequestMethod: z.strictObject({ values: z.array(z.string()) }).optional(),
  pathPattern: patterns,
  queryStrings: z.array(z.strictObject({ key: z.string().optional(), value: z.string() })).optional(),
  sourceIp: z.strictObject({ values }).optional(),
});

type ConditionInput = z.output<typeof conditionInput>;

/** The conditions for the API. */
export function apiConditions(conditions: readonly ConditionInput[]): RuleCondition[] {
  return conditions.flatMap((condition) => {
    const { hostHeader, httpHeader, httpRequestMethod, pathPattern, queryStrings, sourceIp } = condition;
    const found: RuleCondition[] = [];
    if (hostHeader !== undefined)
      found.push({ Field: "host-header", HostHeaderConfig: apiValues(hostHeader) });
    if (httpHeader !== undefined) {
      const HttpHeaderConfig = { HttpHeaderName: httpHeader.httpHeaderName, ...apiValues(httpHeader) };
      found.push({ Field: "http-header", HttpHeaderConfig });
    }
    if (httpRequestMethod !== undefined) {
      found.push({
        Field: "http-request-method",
        HttpRequestMethodConfig: { Values: httpRequestMethod.values },
      });
    }
    if (pathPattern !== undefined)
      found.push({ Field: "path-pattern", PathPatternConfig: apiValues(pathPattern) });
    if (queryStrings !== undefined) {
      const Values = queryStrings.map(({ key, value }) => ({
        ...defined({ Key: key }),
        Value: value,
      }));
      found.push({ Field: "query-string", QueryStringConfig: { Values } });
    }
    if (sourceIp !== undefined) {
      found.push({ Field: "source-ip", SourceIpConfig: { Values: sourceIp.values ?? [] } });
    }
    return found;
  });
}

function apiValues(block: {
  readonly values?: string[] | undefined;
  readonly regexValues?: string[] | undefined;
}) {
  return {
    ...defined({ Values: block.values, RegexValues: block.regexValues }),
  };
}

/** The API's condition as a Pulumi property. */
export function conditionProperties(condition: RuleCondition): Properties {
  const { HostHeaderConfig, HttpHeaderConfig, HttpRequestMethodConfig, PathPatternConfig } = condition;
  const { QueryStringConfig, SourceIpConfig } = condition;
  return defined({
    hostHeader: HostHeaderConfig && lists(HostHeaderConfig),
    httpHeader: HttpHeaderConfig && {
      httpHeaderName: HttpHeaderConfig.HttpHeaderName,
      ...lists(HttpHeaderConfig),
    },
    httpRequestMethod: HttpRequestMethodConfig && { values: HttpRequestMethodConfig.Values ?? [] },
    pathPattern: PathPatternConfig && lists(PathPatternConfig),
    queryStrings:
      QueryStringConfig &&
      (QueryStringConfig.Values ?? []).map(({ Key, Value }) => ({
        ...defined({ key: Key }),
        value: Value,
      })),
    sourceIp: SourceIpConfig && { values: SourceIpConfig.Values ?? [] },
  });
}

function lists(config: {
  readonly Values?: readonly string[];
  readonly RegexValues?: readonly string[];
}): Properties {
  return { values: config.Values ?? [], regexValues: config.RegexValues ?? [] };
}
