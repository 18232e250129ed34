/** The head of a request as the load balancer sends it on to a target. */
import type { IncomingMessage } from "node:http";
import type { Attributes } from "../aws/elbv2/records.ts";

/** What a request says on the way to the target, besides what the client said. */
export interface Forwarding {
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly listenerPort: number;
  readonly protocol: "http" | "https";
  readonly traceId: string;
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
 * Request line and headers for the target.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
 */
export function requestHead(request: IncomingMessage, forwarding: Forwarding): string {
  const { attributes, clientAddress, clientPort } = forwarding;
  const mode = attributes["routing.http.xff_header_processing.mode"];
  const dropInvalid = attributes["routing.http.drop_invalid_header_fields.enabled"] === "true";
  let head = `${request.method} ${request.url} HTTP/1.1\r\n`;
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    const lower = name.toLowerCase();
    if (NOT_PASSED_ON.has(lower)) continue;
    if (lower === "x-forwarded-for" && mode !== "preserve") continue;
    if (dropInvalid && !/^[-A-Za-z0-9]+$/.test(name)) continue;
    head += `${name}: ${rawHeaders[index + 1]}\r\n`;
  }
  if (request.headers["transfer-encoding"] !== undefined) head += "Transfer-Encoding: chunked\r\n";
  if (mode === "append") {
    const client =
      attributes["routing.http.xff_client_port.enabled"] === "true"
        ? `${clientAddress}:${clientPort}`
        : clientAddress;
    const before = request.headers["x-forwarded-for"];
    head += `X-Forwarded-For: ${before === undefined ? client : `${before.toString()}, ${client}`}\r\n`;
  }
  return (
    `${head}X-Forwarded-Proto: ${forwarding.protocol}\r\nX-Forwarded-Port: ${forwarding.listenerPort}\r\n` +
    `X-Amzn-Trace-Id: ${traceHeader(request, forwarding.traceId)}\r\n\r\n`
  );
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
function traceHeader(request: IncomingMessage, id: string): string {
  const given = request.headers["x-amzn-trace-id"]?.toString();
  if (given === undefined) return `Root=${id}`;
  return given.includes("Root=") ? `Self=${id};${given}` : `Root=${id};${given}`;
}
