/** The headers of a request as the load balancer sends it on to a target. */
import type { IncomingMessage } from "node:http";
import type { Attributes } from "../aws/elbv2/records.ts";

/** What a request says on the way to the target, besides what the client said. */
export interface Forwarding {
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly listenerPort: number;
  readonly protocol: "http" | "https";
  /** What the connection is secured by. */
  readonly tls?: { readonly version: string; readonly cipherSuite: string };
  readonly traceId: string;
  /** The header `Host` that the target gets, where a rule changes it. */
  readonly host?: string;
  /** The load balancer's. */
  readonly attributes: Attributes;
}

/** More addresses than this in X-Forwarded-For are refused with HTTP 463. */
export const MAX_FORWARDED_ADDRESSES = 30;

/**
 * Headers that are about one connection only, and those that the load balancer writes itself or answers itself (Expect:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#request-routing).
 */
const NOT_PASSED_ON = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-amzn-trace-id",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/**
 * Headers for the target.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
 */
export function forwardedHeaders(request: IncomingMessage, forwarding: Forwarding): Record<string, string> {
  const { attributes } = forwarding;
  const mode = attributes["routing.http.xff_header_processing.mode"];
  const dropInvalid = attributes["routing.http.drop_invalid_header_fields.enabled"] === "true";
  const headers: Record<string, string> = {};
  for (const name in request.headers) {
    if (NOT_PASSED_ON.has(name)) continue;
    if (name === "x-forwarded-for" && mode !== "preserve") continue;
    if (dropInvalid && !/^[-a-z0-9]+$/.test(name)) continue;
    headers[name] = String(request.headers[name]);
  }
  if (request.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
  if (mode === "append") headers["x-forwarded-for"] = withClient(request, forwarding);
  headers["host"] = hostFor(forwarding.host ?? request.headers.host ?? "", forwarding);
  headers["x-forwarded-proto"] = forwarding.protocol;
  headers["x-forwarded-port"] = String(forwarding.listenerPort);
  headers["x-amzn-trace-id"] = traceHeader(request, forwarding.traceId);
  const { tls } = forwarding;
  if (tls && attributes["routing.http.x_amzn_tls_version_and_cipher_suite.enabled"] === "true") {
    headers["x-amzn-tls-version"] = tls.version;
    headers["x-amzn-tls-cipher-suite"] = tls.cipherSuite;
  }
  return headers;
}

/**
 * Targets learn of a port that is not the protocol's own, unless the client's header is to stay.
 * https://repost.aws/questions/QUbdKVqaj4TKSZJdPWPZG1Ow/launch-announcement-new-alb-enhancements-provide-options-to-specify-how-to-process-host-header-and-x-forwarded-for-header
 */
function hostFor(host: string, { attributes, listenerPort }: Forwarding): string {
  const stays = attributes["routing.http.preserve_host_header.enabled"] === "true";
  const isCommon = listenerPort === 80 || listenerPort === 443;
  return stays || isCommon || /:\d+$/.test(host) ? host : `${host}:${listenerPort}`;
}

/** The addresses that the request came from, with the client's own at the end. */
function withClient(request: IncomingMessage, { attributes, clientAddress, clientPort }: Forwarding): string {
  const withPort = attributes["routing.http.xff_client_port.enabled"] === "true";
  const client = withPort ? `${clientAddress}:${clientPort}` : clientAddress;
  const before = request.headers["x-forwarded-for"];
  return before === undefined ? client : `${before.toString()}, ${client}`;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
function traceHeader(request: IncomingMessage, id: string): string {
  const given = request.headers["x-amzn-trace-id"]?.toString();
  if (given === undefined) return `Root=${id}`;
  return given.includes("Root=") ? `Self=${id};${given}` : `Root=${id};${given}`;
}
