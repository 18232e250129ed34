import type { ApplicationReport, TestedLoadBalancer } from "./report.ts";
import type { SampleRequest } from "./traffic/sample-request.ts";
import { count } from "./words.ts";

/** More apps than these are put together by their hosts. */
const APPS = 10;

/** So many paths of one host are shown, and so many lines. */
const PATHS = 3;
const LINES = 20;

interface Way {
  readonly app: string;
  readonly request: SampleRequest;
}

/**
 * Commands that ask for each app, one a line; none where the address alone is enough. Apps that are reached from certain
 * addresses only are left out: everything else comes from one.
 */
export function howToAsk({ url, traffic, applications }: TestedLoadBalancer): string[] {
  const ways = applications.flatMap((application) => wayTo(application, traffic.from));
  const [only, ...others] = ways;
  if (only === undefined || (others.length === 0 && isPlain(only.request))) return [];
  if (ways.length <= APPS) return aligned(ways.map(({ app, request }) => [app, curl(url, request)]));
  const lines = [...Map.groupBy(ways, ({ request }) => curl(url, { ...request, target: "" })).values()].map(
    (alike) => oneForAll(url, alike),
  );
  const rest = lines.length - LINES;
  return [...aligned(lines.slice(0, LINES)), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

/** The first request that reached the app. */
function wayTo({ app, routes }: ApplicationReport, from: string): Way[] {
  const route = routes.find(({ request, answers }) => request?.from === from && answers > 0);
  return route === undefined ? [] : [{ app, request: route.request! }];
}

function isPlain(request: SampleRequest): boolean {
  return request.host === null && request.target === "/" && optionsOf(request).length === 0;
}

/** Apps that differ by path and query alone. */
function oneForAll(url: string, alike: readonly Way[]): readonly [string, string] {
  const [first, ...others] = alike;
  const { app, request } = first!;
  if (others.length === 0) return [app, curl(url, request)];
  const paths = others.slice(0, PATHS).map((other) => other.request.target);
  const rest = others.length - paths.length;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return [count(alike.length, "app"), `${curl(url, request)}, or ${paths.join(", ")}${more}`];
}

function curl(url: string, request: SampleRequest): string {
  return ["curl", ...optionsOf(request), quoted(`${url}${request.target}`)].join(" ");
}

function optionsOf({ method, host, headers }: SampleRequest): string[] {
  const all = { ...(host !== null && { Host: host }), ...headers };
  return [
    ...(method === "HEAD" ? ["-I"] : []),
    ...(method === "GET" || method === "HEAD" ? [] : [`-X ${method}`]),
    ...Object.entries(all).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ];
}

/** For a shell, where it has to be. */
function quoted(text: string): string {
  return /^[\w:/.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function aligned(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, command]) => `${name.padEnd(width)}  ${command}`);
}
