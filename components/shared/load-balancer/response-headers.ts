import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import type { Form } from "../forms.ts";

/** Who may show an answer in a frame: nobody, or pages of the same origin. */
export const FRAME_OPTIONS = ["DENY", "SAMEORIGIN"] as const;

/** Methods that pages of other origins can be let use. */
export const CORS_METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "CONNECT",
  "TRACE",
] as const;

/**
 * Headers of all answers, those of apps and those of the load balancer itself; one that an app sends of the same name is
 * replaced. AWS has no others: `Referrer-Policy` and `Permissions-Policy` are an app's own.
 *
 * Pulumi's AWS provider sets and changes such a header, but cannot take one away: a {@link SharedLoadBalancer} refuses an update
 * that would need that, and says what to do. An Ingress has no such limit.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
 */
export interface ResponseHeadersArgs {
  /**
   * Whether answers name the load balancer, or the app's server, as `Server`.
   * @default true
   */
  readonly server?: boolean;
  /**
   * Tells browsers to come by HTTPS alone: `Strict-Transport-Security`, on port 443. Needs `tls`. A browser keeps to it for that
   * long whatever happens here, so begin with some minutes; 0 makes browsers forget.
   * @default - none
   */
  readonly strictTransportSecurity?: StrictTransportSecurityArgs;
  /**
   * What pages may load: `Content-Security-Policy`, at most 1024 characters of ASCII without double quotes and backslashes.
   * @default - none
   * @example "default-src 'self'; frame-ancestors 'none'"
   */
  readonly contentSecurityPolicy?: pulumi.Input<string>;
  /**
   * Who may show an answer in a frame: `X-Frame-Options`.
   * @default - none
   */
  readonly frameOptions?: (typeof FRAME_OPTIONS)[number];
  /**
   * Whether browsers keep to the type that an answer has: `X-Content-Type-Options: nosniff`.
   * @default false
   */
  readonly noSniff?: boolean;
  /**
   * What pages of another origin may do. The load balancer adds the headers to answers alone: a browser's preliminary request
   * with the method OPTIONS goes to the app, which must answer it.
   * @default - none
   */
  readonly cors?: CorsArgs;
}

export interface StrictTransportSecurityArgs {
  /** How long a browser keeps to it, in seconds, from 0 to 63072000, which are two years. */
  readonly maxAgeSeconds: number;
  /**
   * Whether it holds for all names below the host too.
   * @default false
   */
  readonly includeSubDomains?: boolean;
  /**
   * Asks for a place in the lists that browsers come with; needs `includeSubDomains` and at least a year, 31536000 seconds.
   * @default false
   */
  readonly preload?: boolean;
}

/** Headers `Access-Control-...`: https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS */
export interface CorsArgs {
  /** Whose pages: one origin, or `*` for all. */
  readonly allowOrigin: string;
  /**
   * Methods beside those that browsers always allow.
   * @default - none
   */
  readonly allowMethods?: readonly (typeof CORS_METHODS)[number][];
  /**
   * Request headers beside those that browsers always allow; `*` for all.
   * @default - none
   */
  readonly allowHeaders?: readonly string[];
  /**
   * Whether requests may bear cookies; not for all origins.
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * Answers' headers that pages may read; `*` for all.
   * @default - none
   */
  readonly exposeHeaders?: readonly string[];
  /**
   * How long a browser remembers what it was allowed, in seconds, from 0 to 86400.
   * @default - the browser's own, some seconds
   */
  readonly maxAgeSeconds?: number;
}

/** Listener attributes are at most this long. */
const MAX_LENGTH = 1_024;

const POLICY: Form = [
  /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,1024}$/,
  "1 to 1024 characters of ASCII, without double quotes and backslashes",
];

const ORIGIN: Form = [
  /^(\*|https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?)$/,
  "* or an origin such as https://www.example.com",
];

const HEADER: Form = [/^(\*|[A-Za-z0-9-]+)$/, "* or the name of a header such as X-Request-Id"];

const YEAR = 31_536_000;

/** @param hasTls whether there is HTTPS. */
export function checkResponseHeaders(
  check: ArgsCheck<ResponseHeadersArgs> | undefined,
  hasTls: boolean,
): void {
  if (check === undefined) return;
  if (check.args.strictTransportSecurity !== undefined && !hasTls) {
    check.add(
      "strictTransportSecurity",
      "needs HTTPS; give the load balancer a certificate, or leave it out",
    );
  }
  checkStrictTransport(check.at("strictTransportSecurity"));
  check.text("contentSecurityPolicy", POLICY);
  check.oneOf("frameOptions", FRAME_OPTIONS);
  checkCors(check.at("cors"));
}

function checkStrictTransport(check: ArgsCheck<StrictTransportSecurityArgs> | undefined): void {
  if (check === undefined) return;
  const { maxAgeSeconds, includeSubDomains, preload } = check.args;
  const isWhole = check.integer("maxAgeSeconds", { min: 0, max: 2 * YEAR });
  if (!isWhole || !preload || (includeSubDomains && maxAgeSeconds >= YEAR)) return;
  check.add("preload", `needs includeSubDomains and maxAgeSeconds of ${YEAR} or more; leave it out`);
}

function checkCors(check: ArgsCheck<CorsArgs> | undefined): void {
  if (check === undefined) return;
  check.text("allowOrigin", ORIGIN);
  if (check.args.allowOrigin === "*" && check.args.allowCredentials) {
    check.add("allowCredentials", "does not go with allowOrigin *, as browsers refuse that; name one origin");
  }
  check.allOf("allowMethods", CORS_METHODS);
  check.integer("maxAgeSeconds", { min: 0, max: 86_400 });
  for (const key of ["allowHeaders", "exposeHeaders"] as const) {
    check.texts(key, HEADER);
    const { length } = list(check.args[key]);
    if (length > MAX_LENGTH)
      check.add(key, `has ${length} characters with commas; use at most ${MAX_LENGTH}`);
  }
}

/** Attributes of listeners, between `routing.http.response.` and `.header_value`, by what they are made from. */
const HEADERS = {
  strict_transport_security: ({ strictTransportSecurity }) => strictTransport(strictTransportSecurity),
  content_security_policy: ({ contentSecurityPolicy }) => contentSecurityPolicy ?? "",
  x_frame_options: ({ frameOptions }) => frameOptions ?? "",
  x_content_type_options: ({ noSniff }) => (noSniff ? "nosniff" : ""),
  access_control_allow_origin: ({ cors }) => cors?.allowOrigin ?? "",
  access_control_allow_methods: ({ cors }) => list(cors?.allowMethods),
  access_control_allow_headers: ({ cors }) => list(cors?.allowHeaders),
  access_control_allow_credentials: ({ cors }) => (cors?.allowCredentials ? "true" : ""),
  access_control_expose_headers: ({ cors }) => list(cors?.exposeHeaders),
  access_control_max_age: ({ cors }) => String(cors?.maxAgeSeconds ?? ""),
} as const satisfies Readonly<Record<string, (args: ResponseHeadersArgs) => pulumi.Input<string>>>;

type HeaderKey = keyof typeof HEADERS;

/** Protocols of listeners. */
export type ListenerProtocol = "HTTP" | "HTTPS";

/** Whether a listener's answers name the server, and each header; empty where it is not wanted. */
export interface ResponseHeaders {
  readonly server: boolean;
  readonly values: Readonly<Record<HeaderKey, pulumi.Input<string>>>;
}

/** What a listener adds to answers. Over HTTP browsers do not heed `Strict-Transport-Security`. */
export function responseHeadersOf(
  args: ResponseHeadersArgs | undefined,
  protocol: ListenerProtocol,
): ResponseHeaders {
  const { strictTransportSecurity, ...others } = args ?? {};
  const sent = protocol === "HTTPS" ? (args ?? {}) : others;
  const values = Object.entries(HEADERS).map(([key, valueOf]) => [key, valueOf(sent)]);
  return {
    server: sent.server ?? true,
    values: Object.fromEntries(values) as ResponseHeaders["values"],
  };
}

/** Name of the attribute in which a listener has the value of a header. */
export function headerAttribute(key: string): string {
  return `routing.http.response.${key}.header_value`;
}

/** Every attribute, also at its default: the controller leaves those alone of which the annotation says nothing. */
export function responseAttributes({
  server,
  values,
}: ResponseHeaders): Record<string, pulumi.Input<string>> {
  const headers = Object.entries(values).map(([key, value]) => [headerAttribute(key), value]);
  return { "routing.http.response.server.enabled": String(server), ...Object.fromEntries(headers) };
}

function strictTransport(args: StrictTransportSecurityArgs | undefined): string {
  if (args === undefined) return "";
  const { maxAgeSeconds, includeSubDomains, preload } = args;
  return [
    `max-age=${maxAgeSeconds}`,
    ...(includeSubDomains ? ["includeSubDomains"] : []),
    ...(preload ? ["preload"] : []),
  ].join("; ");
}

function list(values: readonly string[] = []): string {
  return values.join(",");
}
