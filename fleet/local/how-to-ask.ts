import type { ApplicationReport, RouteReport, TestedLoadBalancer } from "./report.ts";
import type { SampleRequest } from "./traffic/sample-request.ts";
import { count } from "./words.ts";

/** More apps than these are put together by their hosts. */
const APPS = 10;

/** So many paths of one host are shown, and so many lines. */
const PATHS = 3;
const LINES = 20;

/** A request of an app, or one that is led to another listener. */
interface Way {
  readonly app: string;
  readonly request: SampleRequest;
  readonly place: Place;
}

/** Where a client asks, and what tells it how to get there. */
interface Place {
  /** `http://127.0.0.1:34567`, `https://shop.example.com` */
  readonly origin: string;
  /** Whom the address names. */
  readonly host: string | null;
  readonly options: readonly string[];
}

/**
 * Commands that ask for each app, one a line, and one that follows a redirect to HTTPS; none where the address alone is enough.
 * Apps that are reached from certain addresses only are left out: everything else comes from one.
 *
 * @param caFile certificate of who signed those of HTTPS listeners.
 */
export function howToAsk(loadBalancer: TestedLoadBalancer, caFile = ""): string[] {
  const ways = loadBalancer.applications.flatMap((app) => wayTo(loadBalancer, app, caFile));
  const redirect = redirectToHttps(loadBalancer, caFile);
  const [only, ...others] = ways;
  if (only === undefined || (others.length === 0 && isPlain(only))) return [];
  if (ways.length <= APPS) {
    return aligned([...ways, ...redirect].map((way) => [way.app, curl(way)]));
  }
  const alike = Map.groupBy(ways, (way) => curl({ ...way, request: { ...way.request, target: "" } }));
  const lines = [...alike.values()].map(oneForAll);
  const rest = lines.length - LINES;
  const shown = [...lines.slice(0, LINES), ...redirect.map((way) => [way.app, curl(way)] as const)];
  return [...aligned(shown), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

/** The first request that reached the app. */
function wayTo({ traffic, listeners }: TestedLoadBalancer, app: ApplicationReport, caFile: string): Way[] {
  const route = app.routes.find(({ request, answers }) => request?.from === traffic.from && answers > 0);
  if (!route?.request) return [];
  const { url } = listeners.find(({ port }) => port === route.port)!;
  const place = route.serverName === null ? plainPlace(url) : securePlace(url, route, caFile);
  return [{ app: app.app, request: route.request, place }];
}

function plainPlace(url: string): Place {
  return { origin: url, host: null, options: [] };
}

/** A name of this machine needs no help to be found. */
function securePlace(url: string, { serverName, port }: RouteReport, caFile: string): Place {
  const trust = `--cacert ${quoted(caFile)}`;
  if (serverName === "localhost") {
    return { origin: `https://localhost:${portOf(url)}`, host: serverName, options: [trust] };
  }
  const origin = `https://${serverName}${port === 443 ? "" : `:${port}`}`;
  return { origin, host: serverName, options: [trust, connectTo(port, url)] };
}

/** A redirect that leads to HTTPS here, with the way of its client. */
function redirectToHttps({ listeners, ownAnswers, traffic }: TestedLoadBalancer, caFile: string): Way[] {
  const found = ownAnswers.find(
    ({ followed, location, request, protocol }) =>
      protocol === "HTTP" &&
      followed !== null &&
      location!.startsWith("https:") &&
      request?.from === traffic.from,
  );
  const { request, port } = found ?? {};
  if (!request?.host) return [];
  const origin = `http://${request.host}${port === 80 ? "" : `:${port}`}`;
  const connections = listeners.map(({ port: listenerPort, url }) => connectTo(listenerPort, url));
  const options = ["-L", `--cacert ${quoted(caFile)}`, ...connections];
  return [{ app: "redirect", request, place: { origin, host: request.host, options } }];
}

/** Whatever the name, a connection to a port of the load balancer goes to its place on this machine. */
function connectTo(port: number, url: string): string {
  return `--connect-to :${port}:127.0.0.1:${portOf(url)}`;
}

function portOf(url: string): string {
  return new URL(url).port;
}

function isPlain({ request, place }: Way): boolean {
  const options = [...place.options, ...optionsOf(request, place)];
  return request.host === null && request.target === "/" && options.length === 0;
}

/** Apps that differ by path and query alone. */
function oneForAll(alike: readonly Way[]): readonly [string, string] {
  const [first, ...others] = alike;
  if (others.length === 0) return [first!.app, curl(first!)];
  const paths = others.slice(0, PATHS).map((other) => other.request.target);
  const rest = others.length - paths.length;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return [count(alike.length, "app"), `${curl(first!)}, or ${paths.join(", ")}${more}`];
}

function curl({ request, place }: Way): string {
  const address = quoted(`${place.origin}${request.target}`);
  return ["curl", ...place.options, ...optionsOf(request, place), address].join(" ");
}

function optionsOf({ method, host, headers }: SampleRequest, place: Place): string[] {
  const all = { ...(host !== null && host !== place.host && { Host: host }), ...headers };
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
