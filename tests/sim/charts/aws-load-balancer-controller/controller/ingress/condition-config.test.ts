import { describe, expect, it } from "vitest";
import { PREFIX } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/annotations.ts";
import {
  parseConditions,
  toRuleCondition,
} from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/condition-config.ts";

function parse(...conditions: object[]) {
  return parseConditions({ [`${PREFIX}/conditions.app`]: JSON.stringify(conditions) }, "app");
}

describe("conditions by annotation", () => {
  it.each([
    [
      { field: "http-header", httpHeaderConfig: { httpHeaderName: "X-Team", values: ["edge", "core"] } },
      { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Team", Values: ["edge", "core"] } },
    ],
    [
      { field: "http-header", httpHeaderConfig: { httpHeaderName: "X-Team", regexValues: ["^e"] } },
      { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Team", RegexValues: ["^e"] } },
    ],
    [
      { field: "http-request-method", httpRequestMethodConfig: { values: ["GET", "HEAD"] } },
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["GET", "HEAD"] } },
    ],
    [
      { field: "query-string", queryStringConfig: { values: [{ key: "v", value: "2" }, { value: "beta" }] } },
      { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "2" }, { Value: "beta" }] } },
    ],
    [
      { field: "source-ip", sourceIPConfig: { values: ["10.0.0.0/8"] } },
      { Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } },
    ],
  ])("become those of AWS: %j", (condition, expected) => {
    expect(parse(condition).map(toRuleCondition)).toEqual([expected]);
  });

  it("on host and path are left to the rule, which merges them with its own", () => {
    const conditions = parse(
      { field: "host-header", hostHeaderConfig: { values: ["example.com"] } },
      { field: "path-pattern", pathPatternConfig: { regexValues: ["^/a"] } },
    );
    expect(conditions.map(toRuleCondition)).toEqual([undefined, undefined]);
  });

  it.each([
    [{ field: "host-header" }, "missing hostHeaderConfig"],
    [{ field: "path-pattern" }, "missing pathPatternConfig"],
    [{ field: "http-header" }, "missing httpHeaderConfig"],
    [{ field: "http-request-method" }, "missing httpRequestMethodConfig"],
    [{ field: "query-string" }, "missing queryStringConfig"],
    [{ field: "source-ip" }, "missing sourceIPConfig"],
    [
      { field: "host-header", hostHeaderConfig: {} },
      "invalid hostHeaderConfig: values or regexValues must be specified",
    ],
    [
      { field: "path-pattern", pathPatternConfig: { values: ["/a"], regexValues: ["^/a"] } },
      "invalid pathPatternConfig: precisely one of values and regexValues can be specified",
    ],
    [
      { field: "http-request-method", httpRequestMethodConfig: { values: [] } },
      "invalid httpRequestMethodConfig: values cannot be empty",
    ],
    [{ field: "query-string", queryStringConfig: {} }, "invalid queryStringConfig: Values cannot be empty"],
    [
      { field: "query-string", queryStringConfig: { values: [{ key: "v" }] } },
      "invalid queryStringConfig: value cannot be empty",
    ],
    [{ field: "source-ip", sourceIPConfig: {} }, "invalid sourceIPConfig: values cannot be empty"],
  ])("are refused: %j", (condition, words) => {
    expect(() => parse(condition)).toThrow(new Error(words));
  });
});
