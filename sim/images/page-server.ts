/** Images that serve a page with nginx: what the demo apps run. */
import { posix } from "node:path";
import { NotSimulated } from "../core/errors.ts";
import {
  ContainerExit,
  type ContainerContext,
  type ContainerProcess,
  type HttpRequest,
  type HttpResponse,
} from "../kubernetes/types.ts";
import type { ImageResources, SimulatedImage } from "../kubernetes/image.ts";
import { permissionProblem, type Setup } from "./permissions.ts";

export interface PageImage extends Setup {
  readonly user: number;
  /** Where it listens without a mounted configuration. */
  readonly port: number;
  /** Its own page. */
  readonly html: string;
}

/** What a server's configuration says. */
interface Site {
  readonly port: number;
  readonly root: string;
  /** Added to every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Texts by their exact path. */
  readonly texts: Readonly<Record<string, string>>;
}

const CONFIGURATION = "/etc/nginx/conf.d/default.conf";
const PAGES = "/usr/share/nginx/html";

/** The one form of configuration that is understood, with its space as single blanks. */
const FORM =
  /^server \{ listen (?<port>\d+); server_tokens off;(?<headers>(?: add_header [\w-]+ "[^"\\]*" always;)*) location = (?<path>\/\S*) \{ access_log off; default_type text\/plain; return 200 "(?<text>[^"\\]*)\\n"; \} location \/ \{ root (?<root>\/\S+); \} \}$/;

const HEADER = /add_header (?<name>[\w-]+) "(?<value>[^"]*)" always;/g;

/** A page that is there needs little. */
const NGINX: ImageResources = { cpuMsPerRequest: 1, memoryBytes: 8 * 2 ** 20 };

/** An image whose entrypoint starts nginx with the configuration that is mounted, else with its own page. */
export function pageImage(image: PageImage): SimulatedImage {
  return { user: image.user, resources: NGINX, start: (context) => start(context, image) };
}

function start(context: ContainerContext, image: PageImage): ContainerProcess {
  const configuration = context.readFile(CONFIGURATION);
  const site =
    configuration === undefined
      ? { port: image.port, root: PAGES, headers: {}, texts: {} }
      : readSite(configuration, context);
  const problem = permissionProblem(context, image);
  if (problem !== undefined) {
    context.log(`nginx: ${problem}`);
    throw new ContainerExit(1, `nginx: ${problem}`);
  }
  context.log("/docker-entrypoint.sh: Configuration complete; ready for start up");
  const page = (path: string) =>
    context.readFile(path) ?? (path === `${PAGES}/index.html` ? image.html : undefined);
  return {
    http: new Map([[site.port, (request) => respond(site, page, request)]]),
    // What it serves is in its image, and in the objects that are mounted.
    revision: () => context.cluster.revision,
  };
}

/** @throws NotSimulated for a configuration of another form. */
function readSite(text: string, { pod }: ContainerContext): Site {
  const found = FORM.exec(text.trim().split(/\s+/).join(" "))?.groups;
  if (found === undefined) throw new NotSimulated(`nginx configuration ${CONFIGURATION}`);
  const address = String(pod.status.podIP ?? "");
  const headers = [...found["headers"]!.matchAll(HEADER)].map(({ groups }) => [
    groups!["name"]!.toLowerCase(),
    groups!["value"]!.replaceAll("$server_addr", address),
  ]);
  return {
    port: Number(found["port"]),
    root: found["root"]!,
    headers: Object.fromEntries(headers) as Record<string, string>,
    texts: { [found["path"]!]: `${found["text"]!}\n` },
  };
}

function respond(
  { root, headers, texts }: Site,
  page: (path: string) => string | undefined,
  { method, path }: HttpRequest,
): HttpResponse {
  const answer = (status: number, type: string, body: string): HttpResponse => ({
    status,
    headers: { server: "nginx", "content-type": type, ...headers },
    body: method === "HEAD" ? "" : body,
  });
  const uri = posix.normalize(path.split("?")[0]!);
  const text = texts[uri];
  if (text !== undefined) return answer(200, "text/plain", text);
  if (method !== "GET" && method !== "HEAD") return answer(405, "text/html", errorPage("405 Not Allowed"));
  const file = `${root}${uri.endsWith("/") ? `${uri}index.html` : uri}`;
  const content = page(file);
  if (content === undefined) return answer(404, "text/html", errorPage("404 Not Found"));
  return answer(200, file.endsWith(".html") ? "text/html" : "application/octet-stream", content);
}

/** nginx's own page for an error. */
function errorPage(title: string): string {
  return [
    "<html>",
    `<head><title>${title}</title></head>`,
    "<body>",
    `<center><h1>${title}</h1></center>`,
    "<hr><center>nginx</center>",
    "</body>",
    "</html>",
    "",
  ].join("\r\n");
}
