/** Conditions of rules, compiled to tests of requests. */
import { BlockList, isIPv6 } from "node:net";
import type { RuleCondition } from "../aws/elbv2/shapes.ts";
import { matchesPattern } from "./patterns.ts";

/** What rules look at. */
export interface RequestFacts {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: URLSearchParams;
  /** Without the port, in lower case. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly clientAddress: string;
  /** Undefined where it is not known before the body has come. */
  readonly bodyBytes: number | undefined;
  /** ISO 3166 code of the address's country; undefined for one that is in none. */
  readonly country?: string;
}

export type Test = (request: RequestFacts) => boolean;

/** A test of all the conditions together. */
export function compileConditions(conditions: readonly RuleCondition[]): Test {
  const tests = conditions.map(compile);
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (request) => tests.every((test) => test(request));
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
function compile(condition: RuleCondition): Test {
  switch (condition.Field) {
    case "path-pattern": {
      const test = textTest(condition.PathPatternConfig ?? {}, "exact");
      return ({ path }) => test(path);
    }
    case "host-header": {
      const test = textTest(condition.HostHeaderConfig ?? {}, "lower");
      return ({ host }) => test(host);
    }
    case "http-header": {
      const test = textTest(condition.HttpHeaderConfig ?? {}, "any");
      const name = (condition.HttpHeaderConfig?.HttpHeaderName ?? "").toLowerCase();
      return ({ headers }) => {
        const value = headers[name];
        if (value === undefined) return false;
        return typeof value === "string" ? test(value) : value.some(test);
      };
    }
    case "http-request-method": {
      const methods = new Set(condition.HttpRequestMethodConfig?.Values);
      return ({ method }) => methods.has(method);
    }
    case "query-string":
      return queryTest(condition.QueryStringConfig?.Values ?? []);
    default:
      return sourceTest(condition.SourceIpConfig?.Values ?? []);
  }
}

/** @param letters how a text is written: its letters count as they are, they are small ones already, or do not count. */
function textTest(
  config: { readonly Values?: readonly string[]; readonly RegexValues?: readonly string[] },
  letters: "exact" | "lower" | "any",
): (text: string) => boolean {
  const flags = letters === "exact" ? "" : "i";
  const regexes = (config.RegexValues ?? []).map((source) => new RegExp(source, flags));
  if (regexes.length > 0) return (text) => regexes.some((regex) => regex.test(text));
  const { Values: values = [] } = config;
  const test = patternTest(letters === "exact" ? values : values.map((value) => value.toLowerCase()));
  return letters === "any" ? (text) => test(text.toLowerCase()) : test;
}

/** Most patterns are a text, or a text with what begins with it: with many rules these are asked quickly. */
function patternTest(patterns: readonly string[]): (text: string) => boolean {
  const texts = patterns.filter((pattern) => !/[*?]/.test(pattern));
  const prefixes = patterns
    .filter((pattern) => /^[^*?]*\*$/.test(pattern))
    .map((pattern) => pattern.slice(0, -1));
  const others = patterns.filter((pattern) => /[*?]/.test(pattern) && !/^[^*?]*\*$/.test(pattern));
  return (text) =>
    texts.includes(text) ||
    prefixes.some((prefix) => text.startsWith(prefix)) ||
    (others.length > 0 && others.some((pattern) => matchesPattern(text, pattern)));
}

function queryTest(wanted: readonly { readonly Key?: string; readonly Value?: string }[]): Test {
  const pairs = wanted.map(({ Key, Value }) => ({
    key: Key?.toLowerCase(),
    value: (Value ?? "").toLowerCase(),
  }));
  return ({ query }) =>
    [...query].some(([name, text]) =>
      pairs.some(
        ({ key, value }) =>
          (key === undefined || matchesPattern(name.toLowerCase(), key)) &&
          matchesPattern(text.toLowerCase(), value),
      ),
    );
}

function sourceTest(blocks: readonly string[]): Test {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = "", prefix = ""] = block.split("/");
    list.addSubnet(address, Number(prefix), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return ({ clientAddress }) => list.check(clientAddress, isIPv6(clientAddress) ? "ipv6" : "ipv4");
}
