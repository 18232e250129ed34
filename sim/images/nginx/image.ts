import { posix } from "node:path";
import { ContainerExit, type ContainerContext, type ContainerProcess } from "../../kubernetes/types.ts";
import type { SimulatedImage } from "../image.ts";
import { NginxConfigError, parseConfig } from "./config-syntax.ts";
import { FileSystem } from "./file-system.ts";
import { permissionProblem, type Setup } from "./permissions.ts";
import { buildServers, type Server, type Settings } from "./site.ts";
import type { Machine } from "./variables.ts";
import { WebServer } from "./web-server.ts";

export interface NginxImageOptions extends Setup {
  readonly user: number;
  /** The image's own files by absolute path; its conf.d among them. */
  readonly files: Readonly<Record<string, string>>;
}

const CONFIG_DIRECTORY = "/etc/nginx/conf.d";

/** What nginx.conf of the images says around conf.d. */
const baseSettings: Settings = {
  root: "/etc/nginx/html",
  index: ["index.html"],
  headers: [],
  errorPages: [],
  defaultType: "application/octet-stream",
  charset: undefined,
  serverTokens: true,
};

/** An image whose entrypoint starts nginx with what is in conf.d. */
export function nginxImage(options: NginxImageOptions): SimulatedImage {
  return { user: options.user, start: (context) => start(context, options) };
}

function start(context: ContainerContext, options: NginxImageOptions): ContainerProcess {
  const files = new FileSystem(context, options.files);
  const machine: Machine = {
    serverAddress: context.pod["status"].podIP ?? "",
    hostname: context.pod.metadata.name,
  };
  let servers: readonly Server[];
  try {
    servers = readConfig(files, machine);
  } catch (error) {
    if (error instanceof NginxConfigError) throw exit(context, error.message);
    throw error;
  }
  const problem = permissionProblem(context, options);
  if (problem !== undefined) throw exit(context, problem);
  context.log("/docker-entrypoint.sh: Configuration complete; ready for start up");
  const server = new WebServer(files, servers, product(context));
  return {
    http: new Map(server.ports().map((port) => [port, (request) => server.respond(port, request)])),
    // What it serves is in its image, and in the objects that are mounted.
    revision: () => context.cluster.revision,
  };
}

/** @throws NginxConfigError, NotSimulated */
function readConfig(files: FileSystem, machine: Machine): readonly Server[] {
  const directives = files
    .list(CONFIG_DIRECTORY)
    .filter((name) => name.endsWith(".conf"))
    .map((name) => posix.join(CONFIG_DIRECTORY, name))
    .flatMap((file) => parseConfig(files.read(file) ?? "", file));
  return buildServers(directives, baseSettings, machine);
}

function exit(context: ContainerContext, problem: string): ContainerExit {
  context.log(`nginx: ${problem}`);
  return new ContainerExit(1, `nginx: ${problem}`);
}

/** The version is that of the tag, as far as it says. */
function product(context: ContainerContext): string {
  const version = /:(\d+\.\d+\.\d+)/.exec(String(context.container["image"]))?.[1];
  return version === undefined ? "nginx" : `nginx/${version}`;
}
