import type { RequestFacts } from "../../../sim/data-plane/conditions.ts";
import type { RuleCondition } from "../../../sim/aws/elbv2/shapes.ts";

/** A request that stands for all that a rule takes. */
export interface SampleRequest {
  readonly method: string;
  /** The header `Host`; null for the load balancer's own address. */
  readonly host: string | null;
  /** The request target: `/path?query`. */
  readonly target: string;
  /** Besides `Host`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address from which it comes. */
  readonly from: string;
}

/** Where requests come from. */
export interface Origins {
  /** Addresses of requests that may come from anywhere; the first is the usual one. */
  readonly addresses: readonly [string, ...string[]];
  /** An address of a block from which the load balancer's security groups let requests in; undefined where there is none. */
  addressIn(cidrBlock: string): string | undefined;
  /** Hosts of requests that may name any; the first is the usual one, null the load balancer's own address. */
  readonly hosts: readonly (string | null)[];
}

/** A host that no rule names. */
export const MADE_UP_HOST = "sample.example.com";

/** The `Host` of requests to the load balancer's own address, without the port. */
const OWN_HOST = "127.0.0.1";

/** What stands for `*`, and at the same place for `?`: the plainest first, then what other rules hardly name. */
const FILLINGS = [
  ["", "a"],
  ["sample", "s"],
  ["x7/q.html", "7"],
  ["zz-3", "z"],
] as const;

/** So many requests are made for a rule. */
const TRIES = 1_000;

/** One choice of what a request has in a place. */
type Part = (request: SampleRequest) => SampleRequest;

/**
 * Requests that fulfil conditions, the plainest first; conditions that nothing can fulfil, or none of these requests,
 * give requests that do not: the caller tests them.
 */
export function* sampleRequests(
  conditions: readonly RuleCondition[],
  origins: Origins,
): Generator<SampleRequest> {
  const plain: SampleRequest = {
    method: "GET",
    host: null,
    target: "/",
    headers: {},
    from: origins.addresses[0],
  };
  for (const parts of combinations(choicesFor(conditions, origins))) {
    yield parts.reduce((request, part) => part(request), plain);
  }
}

/** What a rule sees of a request. */
export function factsOf({ method, host, target, headers, from }: SampleRequest): RequestFacts {
  const [path = "", query] = target.split("?");
  const name = (host ?? OWN_HOST).toLowerCase();
  return {
    method,
    path,
    query: new URLSearchParams(query),
    host: name,
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value])),
      host: name,
    },
    clientAddress: from,
    bodyBytes: 0,
  };
}

/** One list of choices for each condition, and for what no condition asks for: another rule may ask for it. */
function choicesFor(conditions: readonly RuleCondition[], origins: Origins): (readonly Part[])[] {
  const fields = new Set(conditions.map(({ Field }) => Field));
  return [
    ...(fields.has("path-pattern") ? [] : [["/", "/sample", "/x7/q.html"].map(path)]),
    ...(fields.has("host-header") ? [] : [origins.hosts.map(host)]),
    ...(fields.has("http-request-method") ? [] : [["GET", "POST", "PUT", "DELETE", "HEAD"].map(method)]),
    ...(fields.has("source-ip") ? [] : [origins.addresses.map(from)]),
    ...conditions.map((condition) => choicesOf(condition, origins)),
  ];
}

/** None for a regular expression. */
function choicesOf(condition: RuleCondition, origins: Origins): readonly Part[] {
  switch (condition.Field) {
    case "path-pattern":
      return (condition.PathPatternConfig?.Values ?? []).flatMap(pathsOf).map(path);
    case "host-header":
      return (condition.HostHeaderConfig?.Values ?? []).flatMap(hostsOf).map(host);
    case "http-request-method":
      return (condition.HttpRequestMethodConfig?.Values ?? []).map(method);
    case "http-header": {
      const { HttpHeaderName = "", Values = [] } = condition.HttpHeaderConfig ?? {};
      return Values.flatMap(filled).map((value) => header(HttpHeaderName, value));
    }
    case "query-string":
      return (condition.QueryStringConfig?.Values ?? []).flatMap(({ Key = "sample", Value = "" }) =>
        filled(Value).map((value) => query(filled(Key)[0]!, value)),
      );
    default:
      return (condition.SourceIpConfig?.Values ?? []).flatMap((block) => {
        const address = origins.addressIn(block);
        return address === undefined ? [] : [from(address)];
      });
  }
}

/** A path begins with a slash, which a wildcard may stand for. */
function pathsOf(pattern: string): string[] {
  return filled(pattern.replace(/^\*/, "/*").replace(/^\?/, "/"));
}

/** A name has no empty label and no slash. */
function hostsOf(pattern: string): string[] {
  return filled(pattern).filter((name) => /^[^./]+(\.[^./]+)*$/.test(name));
}

/** A name that a wildcard stands for; of another name, that one. */
export function aNameOf(name: string): string {
  return name.replace("*", "sample");
}

function filled(pattern: string): string[] {
  const texts = FILLINGS.map(([many, one]) => pattern.replaceAll("*", many).replaceAll("?", one));
  return [...new Set(texts)];
}

function path(text: string): Part {
  return (request) => ({ ...request, target: text });
}

function host(name: string | null): Part {
  return (request) => ({ ...request, host: name });
}

function method(name: string): Part {
  return (request) => ({ ...request, method: name });
}

function header(name: string, value: string): Part {
  return (request) => ({ ...request, headers: { ...request.headers, [name]: value } });
}

function query(key: string, value: string): Part {
  const pair = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
  return (request) => ({
    ...request,
    target: `${request.target}${request.target.includes("?") ? "&" : "?"}${pair}`,
  });
}

function from(address: string): Part {
  return (request) => ({ ...request, from: address });
}

/** Combinations of one choice from each list; the first list changes fastest. */
function* combinations<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  const total = lists.reduce((product, { length }) => product * length, 1);
  for (let number = 0; number < Math.min(total, TRIES); number++) {
    let rest = number;
    yield lists.map((list) => {
      const choice = list[rest % list.length]!;
      rest = Math.floor(rest / list.length);
      return choice;
    });
  }
}
