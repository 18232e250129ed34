import type { HttpRequest } from "../../kubernetes/types.ts";
import { NginxConfigError } from "./config-syntax.ts";

/** One request on its way through a server. */
export interface Exchange {
  readonly request: HttpRequest;
  /** Path without query, decoded; changed by internal redirects. */
  readonly uri: string;
  readonly query: string;
  readonly serverPort: number;
  readonly serverName: string;
  /** Status of the answer, once it is known. */
  readonly status: number;
}

/** What is the same for all requests to one container. */
export interface Machine {
  readonly serverAddress: string;
  readonly hostname: string;
}

/** A text with variables, ready to be filled in for a request. */
export type Template = (exchange: Exchange) => string;

type Variable = (exchange: Exchange, machine: Machine) => string;

/** https://nginx.org/en/docs/varindex.html */
const variables: Readonly<Record<string, Variable>> = {
  args: ({ query }) => query,
  query_string: ({ query }) => query,
  is_args: ({ query }) => (query === "" ? "" : "?"),
  document_uri: ({ uri }) => uri,
  uri: ({ uri }) => uri,
  request_uri: ({ request }) => request.path,
  request_method: ({ request }) => request.method,
  request: ({ request }) => `${request.method} ${request.path} HTTP/1.1`,
  host: ({ request, serverName }) =>
    request.headers["host"]?.replace(/:\d+$/, "").toLowerCase() ?? serverName,
  hostname: (_exchange, machine) => machine.hostname,
  scheme: () => "http",
  server_addr: (_exchange, machine) => machine.serverAddress,
  server_name: ({ serverName }) => serverName,
  server_port: ({ serverPort }) => String(serverPort),
  server_protocol: () => "HTTP/1.1",
  status: ({ status }) => String(status),
};

function findVariable(name: string): Variable | undefined {
  if (Object.hasOwn(variables, name)) return variables[name];
  const [kind, key] = [name.slice(0, name.indexOf("_")), name.slice(name.indexOf("_") + 1)];
  if (kind === "http") {
    const header = key.replaceAll("_", "-");
    return ({ request }) => request.headers[header] ?? "";
  }
  if (kind === "arg") return ({ query }) => new URLSearchParams(query).get(key) ?? "";
  return undefined;
}

/** @throws NginxConfigError for a variable that nginx does not know. */
export function compileTemplate(
  text: string,
  machine: Machine,
  where: { readonly file: string; readonly line: number },
): Template {
  if (!text.includes("$")) return () => text;
  const parts = text.split(/\$(?:\{(\w+)\}|(\w+))/);
  const pieces: Template[] = [];
  // split() gives, in turns, literal text and the two groups, of which one is a name.
  for (let index = 0; index < parts.length; index += 3) {
    const literal = parts[index] ?? "";
    pieces.push(() => literal);
    const name = parts[index + 1] ?? parts[index + 2];
    if (name === undefined) continue;
    const variable = findVariable(name);
    if (variable === undefined)
      throw new NginxConfigError(`unknown "${name}" variable`, where.file, where.line);
    pieces.push((exchange) => variable(exchange, machine));
  }
  return (exchange) => pieces.map((piece) => piece(exchange)).join("");
}
