/** What an Application Load Balancer answers by itself, in the bytes that it really sends. */
import type { ServerResponse } from "node:http";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
const REASONS: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  400: "Bad Request",
  405: "Not Allowed",
  408: "Request Time-out",
  413: "Request Entity Too Large",
  414: "Request-URI Too Large",
  431: "Request Header Fields Too Large",
  463: "",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

export const SERVER_NAME = "awselb/2.0";

const nameless = new WeakSet<ServerResponse>();

/**
 * Lets the load balancer's own answer to a request be without `Server`, as the listener's attribute has it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
 */
export function hideServer(response: ServerResponse): void {
  nameless.add(response);
}

/** Status line text: `Bad Gateway`. */
export function reasonPhrase(status: number): string {
  return REASONS[status] ?? "";
}

/** The page that comes with an error or a redirect. */
export function page(status: number): string {
  const title = `${status} ${reasonPhrase(status)}`.trim();
  return (
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n` +
    `<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  );
}

/** Answers with the page of a status. */
export function sendPage(
  response: ServerResponse,
  status: number,
  headers: readonly (readonly [string, string])[] = [],
): void {
  sendOwn(response, status, [["Content-Type", "text/html"], ...headers], page(status));
}

/** An answer of the load balancer's own. */
export function sendOwn(
  response: ServerResponse,
  status: number,
  headers: readonly (readonly [string, string])[],
  body: string,
): void {
  response.writeHead(status, reasonPhrase(status), [
    ...(nameless.has(response) ? [] : ["Server", SERVER_NAME]),
    ...["Content-Length", String(Buffer.byteLength(body))],
    ...headers.flat(),
  ]);
  response.end(body);
}

/** A whole response for connections on which no request was understood. */
export function rawPage(status: number, now: Date): string {
  const body = page(status);
  return (
    `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\nServer: ${SERVER_NAME}\r\nDate: ${now.toUTCString()}\r\n` +
    `Content-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  );
}
