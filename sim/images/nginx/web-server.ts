/** Answers requests as nginx does with a given configuration. */
import { posix } from "node:path";
import type { HttpRequest, HttpResponse } from "../../kubernetes/types.ts";
import { errorPageBody, reasonPhrases } from "./error-pages.ts";
import type { FileSystem } from "./file-system.ts";
import { contentType } from "./mime-types.ts";
import type { Location, Return, Server, Settings } from "./site.ts";
import type { Exchange } from "./variables.ts";

/** Internal redirects before nginx gives up with 500. */
const MAX_REDIRECTS = 10;

/** Statuses on which headers are added without `always`. https://nginx.org/en/docs/http/ngx_http_headers_module.html */
const headerStatuses = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type: string | undefined;
  readonly location?: string;
  readonly settings: Settings;
}

export class WebServer {
  readonly #files: FileSystem;
  readonly #servers: readonly Server[];
  readonly #product: string;

  /** @param product as the header `Server` names it, with its version: `nginx/1.29.3`. */
  constructor(files: FileSystem, servers: readonly Server[], product: string) {
    this.#files = files;
    this.#servers = servers;
    this.#product = product;
  }

  ports(): number[] {
    return [...new Set(this.#servers.flatMap(({ listens }) => listens.map(({ port }) => port)))];
  }

  respond(port: number, request: HttpRequest): HttpResponse {
    const server = this.#serverFor(port, request);
    const [path = "/", query = ""] = split(request.path);
    const exchange: Exchange = {
      request,
      uri: decode(path),
      query,
      serverPort: port,
      serverName: server.names[0] ?? "",
      status: 0,
    };
    const answer = this.#withErrorPage(server, exchange, this.#answer(server, exchange, 0));
    return this.#response(exchange, answer);
  }

  #serverFor(port: number, request: HttpRequest): Server {
    const host = request.headers["host"]?.replace(/:\d+$/, "").toLowerCase() ?? "";
    const listening = this.#servers.filter(({ listens }) => listens.some((listen) => listen.port === port));
    const named = listening.find(({ names }) => names.some((name) => matchesHost(name, host)));
    const byDefault = listening.find(({ listens }) =>
      listens.some((listen) => listen.port === port && listen.isDefault),
    );
    return named ?? byDefault ?? listening[0]!;
  }

  #answer(server: Server, exchange: Exchange, redirects: number): Answer {
    if (redirects > MAX_REDIRECTS) return failure(500, server.settings);
    if (server.return !== undefined) return returned(server.return, exchange, server.settings);
    const location = findLocation(server.locations, exchange.uri);
    const settings = location?.settings ?? server.settings;
    if (location?.internal === true && redirects === 0) return failure(404, settings);
    if (location?.return !== undefined) return returned(location.return, exchange, settings);
    if (location !== undefined && location.tryFiles.length > 0) {
      return this.#tryFiles(server, location, exchange, redirects);
    }
    return this.#file(server, location, settings, exchange, redirects);
  }

  #file(
    server: Server,
    location: Location | undefined,
    settings: Settings,
    exchange: Exchange,
    redirects: number,
  ): Answer {
    const { method } = exchange.request;
    if (method !== "GET" && method !== "HEAD") return failure(405, settings);
    const path = filePath(location, settings, exchange.uri);
    if (exchange.uri.endsWith("/")) {
      const index = settings.index.find((name) => this.#files.read(`${path}${name}`) !== undefined);
      if (index !== undefined) {
        return this.#answer(server, { ...exchange, uri: `${exchange.uri}${index}` }, redirects + 1);
      }
      return failure(this.#files.isDirectory(path) ? 403 : 404, settings);
    }
    const body = this.#files.read(path);
    if (body !== undefined)
      return { status: 200, body, type: contentType(path, settings.defaultType), settings };
    if (!this.#files.isDirectory(path)) return failure(404, settings);
    const query = exchange.query === "" ? "" : `?${exchange.query}`;
    return redirect(301, `${exchange.uri}/${query}`, exchange, settings);
  }

  #tryFiles(server: Server, location: Location, exchange: Exchange, redirects: number): Answer {
    const { settings } = location;
    const candidates = location.tryFiles.map((template) => template(exchange));
    const last = candidates.pop() ?? "";
    for (const candidate of candidates) {
      const path = filePath(location, settings, candidate);
      const exists = candidate.endsWith("/")
        ? this.#files.isDirectory(path)
        : this.#files.read(path) !== undefined;
      if (exists) return this.#file(server, location, settings, { ...exchange, uri: candidate }, redirects);
    }
    const code = /^=(\d+)$/.exec(last)?.[1];
    if (code !== undefined) return failure(Number(code), settings);
    const [uri = "", query = ""] = split(last);
    return this.#answer(server, { ...exchange, uri, query }, redirects + 1);
  }

  #withErrorPage(server: Server, exchange: Exchange, answer: Answer): Answer {
    const page = answer.settings.errorPages.find(({ codes }) => codes.includes(answer.status));
    if (page === undefined) return answer;
    const request = { ...exchange.request, method: "GET" };
    const content = this.#answer(server, { ...exchange, request, uri: page.uri }, 1);
    if (content.status >= 400) return failure(page.status ?? answer.status, answer.settings);
    return { ...content, status: page.status ?? answer.status };
  }

  #response(exchange: Exchange, answer: Answer): HttpResponse {
    const { settings, status } = answer;
    const charset = settings.charset === undefined ? "" : `; charset=${settings.charset}`;
    const type = answer.type?.startsWith("text/") === true ? `${answer.type}${charset}` : answer.type;
    const headers: Record<string, string> = {
      server: settings.serverTokens ? this.#product : "nginx",
      ...(type === undefined ? {} : { "content-type": type }),
      ...(answer.location === undefined ? {} : { location: answer.location }),
    };
    for (const { name, value, always } of settings.headers) {
      if (!always && !headerStatuses.has(status)) continue;
      const text = value({ ...exchange, status });
      if (text !== "") headers[name.toLowerCase()] = text;
    }
    return { status, headers, body: exchange.request.method === "HEAD" ? "" : answer.body };
  }
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
function findLocation(locations: readonly Location[], uri: string): Location | undefined {
  const exact = locations.find(({ modifier, path }) => modifier === "=" && path === uri);
  if (exact !== undefined) return exact;
  const prefix = locations
    .filter(({ modifier, path }) => (modifier === "" || modifier === "^~") && uri.startsWith(path))
    .reduce<Location | undefined>(
      (best, location) => (best === undefined || location.path.length > best.path.length ? location : best),
      undefined,
    );
  if (prefix?.modifier === "^~") return prefix;
  return locations.find(({ pattern }) => pattern?.test(uri)) ?? prefix;
}

function returned({ status, text }: Return, exchange: Exchange, settings: Settings): Answer {
  const value = text(exchange);
  if ([301, 302, 303, 307, 308].includes(status)) return redirect(status, value, exchange, settings);
  if (value === "" && status >= 300) return failure(status, settings);
  return { status, body: value, type: value === "" ? undefined : settings.defaultType, settings };
}

/** Relative redirects become absolute, as `absolute_redirect` is on. */
function redirect(status: number, to: string, exchange: Exchange, settings: Settings): Answer {
  const host = exchange.request.headers["host"]?.replace(/:\d+$/, "") ?? exchange.serverName;
  const port = exchange.serverPort === 80 ? "" : `:${exchange.serverPort}`;
  const location = to.startsWith("/") ? `http://${host}${port}${to}` : to;
  return { ...failure(status, settings), location };
}

/** An answer with nginx's own page. */
function failure(status: number, settings: Settings): Answer {
  const body = reasonPhrases[status] === undefined ? "" : errorPageBody(status);
  return { status, body, type: "text/html", settings };
}

function filePath(location: Location | undefined, settings: Settings, uri: string): string {
  if (location?.alias === undefined) return `${settings.root.replace(/\/$/, "")}${uri}`;
  return posix.join(location.alias, uri.slice(location.path.length));
}

function matchesHost(name: string, host: string): boolean {
  if (name.startsWith("*.")) return host.endsWith(name.slice(1));
  return name === host;
}

function split(path: string): [path: string, query: string] {
  const end = path.indexOf("?");
  return end === -1 ? [path, ""] : [path.slice(0, end), path.slice(end + 1)];
}

function decode(path: string): string {
  if (!path.includes("%") && !path.includes("//") && !path.includes("/.")) return path;
  try {
    return posix.normalize(decodeURIComponent(path));
  } catch {
    return path;
  }
}
