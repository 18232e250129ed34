/** What redirects may say of the protocol: that of the request is `#{protocol}`. */
export const REDIRECT_PROTOCOLS = ["HTTP", "HTTPS", "#{protocol}"] as const;

/** Status codes of redirects: permanently moved, and found. */
export const REDIRECT_STATUS_CODES = [301, 302] as const;

/** Content types that a load balancer can answer with. */
export const CONTENT_TYPES = [
  "text/plain",
  "text/css",
  "text/html",
  "application/javascript",
  "application/json",
] as const;

/**
 * Which requests go to an app, or what they are answered with. All conditions that are given must hold; a route without
 * conditions takes every request. Routes are tried in the order in which they stand.
 *
 * The load balancer has one rule for up to five values, of which one may take five wildcards: a route with more is several
 * rules. Host and path patterns have the wildcards `*` (any characters, or none) and `?` (one character).
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 *
 * @example { hosts: ["shop.example.com"], paths: [{ prefix: "/api" }], rewrite: { prefix: "/" } }
 */
export interface Route {
  /**
   * Hosts, of which one must be the request's; compared without regard to case, with the wildcards `*` and `?`. Up to 128
   * letters, digits, hyphens and dots each, with at least one dot and only letters after the last one.
   * @default - every host
   * @example ["shop.example.com", "*.shop.example.com"]
   */
  readonly hosts?: readonly string[];
  /**
   * Paths, of which one must be the request's; case counts.
   * @default - every path
   * @example [{ prefix: "/api" }, { exact: "/health" }]
   */
  readonly paths?: readonly RoutePath[];
  /**
   * Header lines, all of which the request must have.
   * @default - whatever the request's headers are
   * @example [{ name: "x-tenant", values: ["gold", "silver*"] }]
   */
  readonly headers?: readonly RouteHeader[];
  /**
   * Parameters of the query, all of which the request must have. For one or the other write two routes.
   * @default - whatever the query is
   * @example [{ key: "version", value: "2*" }]
   */
  readonly query?: readonly RouteQuery[];
  /**
   * Methods, of which one must be the request's, in upper case. Where GET is named, name HEAD as well: answers to both may
   * be cached together.
   * @default - every method
   * @example ["GET", "HEAD"]
   */
  readonly methods?: readonly string[];
  /**
   * IPv4 blocks, from one of which the request must come. It is the address of the connection that counts, not what
   * `X-Forwarded-For` tells.
   * @default - from everywhere
   * @example ["203.0.113.0/24"]
   */
  readonly sourceCidrs?: readonly string[];
  /**
   * Answers with a redirect in place of the app.
   * @default - the app answers
   */
  readonly redirect?: RouteRedirect;
  /**
   * Answers with a fixed text in place of the app.
   * @default - the app answers
   */
  readonly fixedResponse?: FixedResponse;
  /**
   * Changes path or host before the app gets the request.
   * @default - the app gets what the client asked for
   */
  readonly rewrite?: RouteRewrite;
}

/** One path, a path with all below it, or a pattern. */
export type RoutePath = ExactPath | PathPrefix | PathPattern;

export interface ExactPath {
  /** The whole path: begins with `/`, without wildcards, up to 128 characters. */
  readonly exact: string;
}

export interface PathPrefix {
  /**
   * Beginning of paths, up to a `/` or the end: `/api` takes `/api` and `/api/users`, but not `/apis`. Begins with `/`, without
   * wildcards, up to 126 characters. It counts as two values of a rule, `/` as one.
   */
  readonly prefix: string;
}

export interface PathPattern {
  /** Paths with the wildcards `*` and `?`: begins with `/` or a wildcard, up to 128 characters. */
  readonly pattern: string;
}

/** A header line that a request must have. */
export interface RouteHeader {
  /** Name of the header, regardless of case, up to 40 characters; for the host use `hosts`. */
  readonly name: string;
  /** Values, one of which must be the request's, regardless of case, with wildcards; up to 128 characters each. */
  readonly values: readonly string[];
}

/** A parameter of the query that a request must have. */
export interface RouteQuery {
  /**
   * Name of the parameter, regardless of case, with wildcards; up to 128 characters.
   * @default - any parameter
   */
  readonly key?: string;
  /** Value of the parameter, regardless of case, with wildcards; up to 128 characters. */
  readonly value: string;
}

/**
 * Where clients are sent; at least protocol, host, port or path must be another one. What is not given stays as in the
 * request, and words such as `#{host}` stand for what the request has.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions
 *
 * @example { host: "www.example.com", path: "/shop/#{path}", statusCode: 301 }
 */
export interface RouteRedirect {
  /** @default "#{protocol}" */
  readonly protocol?: (typeof REDIRECT_PROTOCOLS)[number];
  /**
   * Up to 128 characters; `#{host}` can be a part.
   * @default "#{host}"
   */
  readonly host?: string;
  /**
   * From 1 to 65535, or `#{port}`.
   * @default "#{port}"
   */
  readonly port?: number | "#{port}";
  /**
   * Begins with `/`, up to 128 characters; `#{host}`, `#{port}` and `#{path}` can be parts, the last without its leading `/`.
   * @default "/#{path}"
   */
  readonly path?: string;
  /**
   * Without a leading `?`, up to 128 characters; `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}` can be parts.
   * @default "#{query}"
   */
  readonly query?: string;
  /** @default 302 */
  readonly statusCode?: (typeof REDIRECT_STATUS_CODES)[number];
}

/**
 * What the load balancer itself answers.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html
 *
 * @example { statusCode: 503, contentType: "text/html", body: "<h1>Back at noon</h1>" }
 */
export interface FixedResponse {
  /** From 200 to 299 or from 400 to 599. */
  readonly statusCode: number;
  /** @default "text/plain" */
  readonly contentType?: (typeof CONTENT_TYPES)[number];
  /**
   * Up to 1,024 characters.
   * @default "" - an empty body
   */
  readonly body?: string;
}

/**
 * How a request is changed for the app; which route takes it has been decided before. Only where the app answers.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
export interface RouteRewrite {
  /**
   * Takes the place of the prefix by which the path matched: with the prefix `/api`, `"/"` makes `/users` of `/api/users`. Begins
   * with `/`, up to 1,000 characters. Only where all `paths` are prefixes, of which each then takes a rule; not together with
   * `path`.
   * @default - the path stays
   */
  readonly prefix?: string;
  /**
   * Takes the place of the whole path; the query stays. Begins with `/`, up to 1,000 characters. Not together with `prefix`.
   * @default - the path stays
   */
  readonly path?: string;
  /**
   * Takes the place of the host that the client named; up to 253 letters, digits, hyphens and dots.
   * @default - the host stays
   */
  readonly host?: string;
}

/** Routes of an app that names none. */
export const DEFAULT_ROUTES: readonly Route[] = [{ paths: [{ prefix: "/" }] }];

/** What is done with requests that no route takes. */
export type DefaultAction = DefaultFixedResponse | DefaultRedirect | DefaultApp;

export interface DefaultFixedResponse {
  readonly fixedResponse: FixedResponse;
}

export interface DefaultRedirect {
  readonly redirect: RouteRedirect;
}

export interface DefaultApp {
  /** Name of the app that answers. */
  readonly app: string;
}

/** The answer to requests that no route takes, where nothing else is asked for. */
export const DEFAULT_ACTION = {
  fixedResponse: { statusCode: 404 },
} as const satisfies DefaultAction;

/** What redirects say where nothing else is asked for: what the request has. */
export const REDIRECT_DEFAULTS = {
  protocol: "#{protocol}",
  host: "#{host}",
  port: "#{port}",
  path: "/#{path}",
  query: "#{query}",
  statusCode: 302,
} as const satisfies Required<RouteRedirect>;

/** What a fixed response has where nothing else is asked for. */
export const FIXED_RESPONSE_DEFAULTS = {
  contentType: "text/plain",
  body: "",
} as const satisfies Partial<FixedResponse>;

/** An app's part in the order of routes. */
export interface AppRoutes {
  readonly name: string;
  /** In the order in which they are tried; none for an app that the load balancer does not serve. */
  readonly routes: readonly Route[];
}

/**
 * Limits that AWS raises on request; what was granted.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
export interface RoutingQuotas {
  /**
   * Rules per load balancer, all listeners together and without default rules; at least 1.
   * @default 100
   */
  readonly rulesPerLoadBalancer?: number;
  /**
   * Values in the conditions of a rule, at least 1.
   * @default 5
   */
  readonly conditionValuesPerRule?: number;
  /**
   * Wildcards in the conditions of a rule, at least 1.
   * @default 5
   */
  readonly conditionWildcardsPerRule?: number;
}

/** What AWS grants to everybody. */
export const ROUTING_QUOTAS = {
  rulesPerLoadBalancer: 100,
  conditionValuesPerRule: 5,
  conditionWildcardsPerRule: 5,
} as const satisfies Required<RoutingQuotas>;
