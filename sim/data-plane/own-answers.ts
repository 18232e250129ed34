/** Answers that the load balancer gives by itself because a rule says so. */
import type { ServerResponse } from "node:http";
import type { FixedResponseConfig, RedirectConfig } from "../aws/elbv2/shapes.ts";
import type { NotSimulated } from "../core/errors.ts";
import type { RequestFacts } from "./conditions.ts";
import type { Blocked } from "./web-acl.ts";
import { sendOwn, sendPage } from "./error-pages.ts";

type Header = readonly [string, string];

export function sendFixedResponse(
  response: ServerResponse,
  config: FixedResponseConfig,
  headers: readonly Header[],
): void {
  const type: Header[] = config.ContentType === undefined ? [] : [["Content-Type", config.ContentType]];
  sendOwn(response, Number(config.StatusCode), [...type, ...headers], config.MessageBody ?? "");
}

/** The answer of a web ACL. */
export function sendBlocked(response: ServerResponse, { status, text }: Blocked): void {
  if (text === undefined) sendPage(response, status);
  else sendOwn(response, status, [["Content-Type", text.contentType]], text.content);
}

/** An answer that no load balancer gives, so that nobody takes it for one. */
export function sendNotSimulated(response: ServerResponse, error: NotSimulated): void {
  sendOwn(response, 501, [["Content-Type", "text/plain"]], `${error.message}\n`);
}

/** What the placeholders of a redirect stand for. */
interface RedirectFacts extends Pick<RequestFacts, "path" | "host"> {
  readonly queryText: string;
  readonly protocol: "http" | "https";
  readonly listenerPort: number;
}

export function sendRedirect(
  response: ServerResponse,
  config: RedirectConfig,
  facts: RedirectFacts,
  headers: readonly Header[],
): void {
  const status = config.StatusCode === "HTTP_301" ? 301 : 302;
  sendPage(response, status, [["Location", redirectLocation(config, facts)], ...headers]);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions */
export function redirectLocation(config: RedirectConfig, facts: RedirectFacts): string {
  const values: Readonly<Record<string, string>> = {
    protocol: facts.protocol,
    host: facts.host,
    port: String(facts.listenerPort),
    path: facts.path.replace(/^\//, ""),
    query: facts.queryText,
  };
  const filled = (text: string) =>
    text.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => values[name]!);
  const {
    Protocol = "#{protocol}",
    Host = "#{host}",
    Port = "#{port}",
    Path = "/#{path}",
    Query = "#{query}",
  } = config;
  const query = filled(Query);
  return `${filled(Protocol).toLowerCase()}://${filled(Host)}:${filled(Port)}${filled(Path)}${query === "" ? "" : `?${query}`}`;
}
