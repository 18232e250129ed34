import { describe, expect, it } from "vitest";
import {
  optimizeRules,
  type DraftRule,
} from "../../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/model/rule-optimizer.ts";
import type { RedirectConfig, RuleCondition } from "../../../../../../../sim/aws/elbv2/shapes.ts";

const PORT_80 = {
  port: 80,
  protocol: "HTTP",
  cidrs: [],
  ipv6Cidrs: [],
  prefixLists: [],
  certificates: [],
  members: [],
} as const;

const host = (...Values: string[]): RuleCondition => ({ Field: "host-header", HostHeaderConfig: { Values } });
const path = (...Values: string[]): RuleCondition => ({
  Field: "path-pattern",
  PathPatternConfig: { Values },
});

function redirect(conditions: RuleCondition[], config: Partial<RedirectConfig>): DraftRule {
  return {
    conditions,
    actions: [{ type: "redirect", config: { StatusCode: "HTTP_301", ...config } }],
    transforms: [],
    tags: {},
  };
}

function page(...conditions: RuleCondition[]): DraftRule {
  return {
    conditions,
    actions: [{ type: "fixed-response", config: { StatusCode: "200" } }],
    transforms: [],
    tags: {},
  };
}

const toHttps = { Protocol: "HTTPS", Port: "443" };

describe("a redirect that leads back to its own listener", () => {
  it.each([
    ["names nothing else", [path("/a")], {}],
    [
      "keeps what the request asks for",
      [path("/a")],
      { Host: "#{host}", Path: "/#{path}", Query: "#{query}" },
    ],
    ["names its own port and protocol", [path("/a")], { Port: "80", Protocol: "HTTP" }],
    ["names its own host and path", [host("example.com"), path("/a")], { Host: "example.com", Path: "/a" }],
  ])("is left out if it %s", (_, conditions, config) => {
    expect(optimizeRules(PORT_80, [redirect(conditions, config)])).toEqual([]);
  });

  it.each([
    ["another protocol", [path("/a")], toHttps],
    ["another host", [host("example.com")], { Host: "example.org" }],
    ["another path", [path("/a")], { Path: "/b" }],
    ["a query of its own", [path("/a")], { Query: "a=b" }],
  ])("stays if it leads to %s", (_, conditions, config) => {
    const rules = [redirect(conditions, config)];
    expect(optimizeRules(PORT_80, rules)).toEqual(rules);
  });

  it("stays if its paths are regular expressions", () => {
    const regex: RuleCondition = { Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/a"] } };
    const rules = [redirect([regex], {})];
    expect(optimizeRules(PORT_80, rules)).toEqual(rules);
  });
});

describe("a rule after a redirect", () => {
  it.each([
    ["every path", [path("/*")], [path("/a")]],
    [
      "the rule's host, at every path",
      [host("example.com", "example.org")],
      [host("example.com"), path("/a")],
    ],
    ["the rule's paths", [path("/a", "/b")], [path("/b")]],
  ])("is left out if the redirect is for %s", (_, wide, narrow) => {
    const first = redirect(wide, toHttps);
    expect(optimizeRules(PORT_80, [first, page(...narrow)])).toEqual([first]);
  });

  it.each([
    ["another path", [path("/a")], [path("/b")]],
    ["some of its hosts only", [host("example.com")], [host("example.com", "example.org")]],
    ["one host, and it is for all", [host("example.com")], [path("/a")]],
    [
      "other things than host and path",
      [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } }],
      [path("/a")],
    ],
  ])("stays if the redirect is for %s", (_, wide, narrow) => {
    const rules = [redirect(wide, toHttps), page(...narrow)];
    expect(optimizeRules(PORT_80, rules)).toEqual(rules);
  });

  it("stays after a rule that does not redirect", () => {
    const rules = [page(path("/*")), page(path("/a"))];
    expect(optimizeRules(PORT_80, rules)).toEqual(rules);
  });
});
