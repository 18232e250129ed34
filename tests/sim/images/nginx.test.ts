import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { Cloud } from "../../../sim/cloud.ts";
import { containerImage, repositoryOf } from "../../../sim/images/registry.ts";
import { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import {
  ContainerExit,
  type ContainerContext,
  type ContainerProcess,
  type HttpResponse,
} from "../../../sim/kubernetes/types.ts";

const cloud = new Cloud();
const cluster = new KubernetesCluster({ name: "myeks", cloud, version: "1.35", controllers: [] });

interface Options {
  /** Contents of /etc/nginx/conf.d/default.conf; the image's own where undefined. */
  readonly config?: string;
  /** Files of a volume at /usr/share/nginx/html. */
  readonly pages?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly container?: object;
}

/** Starts an image as a kubelet does, with its ConfigMaps mounted. */
function start(options: Options): { readonly process: ContainerProcess; readonly log: string[] } {
  const image = options.image ?? "nginx:1.29.3";
  const mounts: [path: string, files: Readonly<Record<string, string>>][] = [
    ...(options.config === undefined
      ? []
      : [["/etc/nginx/conf.d", { "default.conf": options.config }] as const]),
    ...(options.pages === undefined ? [] : [["/usr/share/nginx/html", options.pages] as const]),
  ].map(([path, files]) => [path, files]);
  const find = (path: string): readonly [path: string, files: Readonly<Record<string, string>>] | undefined =>
    mounts.find(([mount]) => path === mount || path.startsWith(`${mount}/`));
  const log: string[] = [];
  const context: ContainerContext = {
    cloud,
    cluster,
    pod: {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: "web-0",
        namespace: "game",
        uid: "1",
        resourceVersion: "1",
        generation: 1,
        creationTimestamp: "2026-01-01T00:00:00Z",
      },
      status: { podIP: "10.0.0.7" },
    },
    container: {
      name: "web",
      image,
      volumeMounts: mounts.map(([mountPath]) => ({ name: mountPath, mountPath })),
      ...options.container,
    },
    env: {},
    readFile: (path) => {
      const [mount, files] = find(path) ?? [];
      return mount === undefined ? undefined : files?.[path.slice(mount.length + 1)];
    },
    listFiles: (path) => {
      const [mount, files] = find(path) ?? [];
      if (mount === undefined) return [];
      return Object.keys(files ?? {})
        .filter((file) => posix.join(mount, posix.dirname(file)) === path)
        .map((file) => posix.basename(file));
    },
    credentials: () => cloud.administrator,
    instanceMetadata: () => "",
    log: (line) => log.push(line),
  };
  return { process: containerImage(image).start(context), log };
}

function get(
  options: Options,
  path: string,
  request: { port?: number; method?: string; host?: string } = {},
): HttpResponse {
  const { port = 80, method = "GET", host = "game.example.com" } = request;
  const answer = start(options).process.http?.get(port);
  if (answer === undefined) throw new Error(`connection refused at port ${port}`);
  return answer({ method, path, headers: { host } });
}

/** What nginx prints when it refuses its configuration. */
function emergency(config: string): string {
  try {
    start({ config });
  } catch (error) {
    if (!(error instanceof ContainerExit)) throw error;
    return `${error.exitCode} ${error.message}`;
  }
  return "started";
}

describe("the pages of the images", () => {
  it.each([
    ["nginx:alpine", 80, "Welcome to nginx!"],
    ["public.ecr.aws/nginx/nginx:1.29", 80, "Welcome to nginx!"],
    ["nginxinc/nginx-unprivileged", 8080, "Welcome to nginx!"],
    ["public.ecr.aws/l6m2t8p7/docker-2048:latest", 80, "2048"],
  ])("%s answers at port %i", (image, port, title) => {
    const { status, headers, body } = get({ image }, "/", { port });
    expect([status, headers["content-type"]]).toEqual([200, "text/html"]);
    expect(body).toContain(`<title>${title}</title>`);
  });

  it("knows images by their repository, whatever registry defaults are left out", () => {
    expect(
      ["nginx", "nginx:1@sha256:0", "bitnami/nginx:2", "localhost:5000/a/b:c", "public.ecr.aws/a/b"].map(
        repositoryOf,
      ),
    ).toEqual([
      "docker.io/library/nginx",
      "docker.io/library/nginx",
      "docker.io/bitnami/nginx",
      "localhost:5000/a/b",
      "public.ecr.aws/a/b",
    ]);
    expect(() => containerImage("bitnami/nginx:2")).toThrow("NotSimulated: image bitnami/nginx:2");
  });
});

describe("a mounted configuration", () => {
  const config = `
# comments and "quotes; are no trouble
server {
  listen 8080 default_server;
  listen [::]:8080;
  server_tokens off;
  add_header X-Cluster 'cluster-1' always;
  add_header X-Pod-IP "$server_addr" always;
  add_header X-Success yes;

  location = /healthz { access_log off; default_type text/plain; return 200 "ok\\n"; }
  location /old/ { return 301 /new/; }
  location /away { return https://example.com$request_uri; }
  location ~ \\.secret$ { return 403; }
  location ^~ /assets/ { alias /usr/share/nginx/html/files/; }
  location /own-headers { add_header X-Own yes; return 204; }
  location / { root /usr/share/nginx/html; }
}`;
  const pages = { "index.html": "<h1>1</h1>", "style.css": "b {}", "files/a.js": "a", data: "binary" };
  const ask = (path: string, method = "GET") => get({ config, pages }, path, { port: 8080, method });

  it("serves files with their types, and an index for a directory", () => {
    expect(ask("/")).toEqual({
      status: 200,
      headers: {
        server: "nginx",
        "content-type": "text/html",
        "x-cluster": "cluster-1",
        "x-pod-ip": "10.0.0.7",
        "x-success": "yes",
      },
      body: "<h1>1</h1>",
    });
    expect(ask("/style.css?v=1").headers["content-type"]).toBe("text/css");
    expect(ask("/data").headers["content-type"]).toBe("application/octet-stream");
    expect(ask("/assets/a.js").body).toBe("a");
  });

  it("returns what it is told to", () => {
    expect(ask("/healthz")).toMatchObject({
      status: 200,
      body: "ok\n",
      headers: { "content-type": "text/plain" },
    });
    expect(ask("/old/x")).toMatchObject({
      status: 301,
      headers: { location: "http://game.example.com:8080/new/" },
    });
    expect(ask("/away?a=1")).toMatchObject({
      status: 302,
      headers: { location: "https://example.com/away?a=1" },
    });
    expect(ask("/a.secret").status).toBe(403);
  });

  it("adds headers to error answers only where they are for always", () => {
    const { status, headers, body } = ask("/missing");
    expect(status).toBe(404);
    expect(headers).toEqual({
      server: "nginx",
      "content-type": "text/html",
      "x-cluster": "cluster-1",
      "x-pod-ip": "10.0.0.7",
    });
    expect(body).toContain("<center><h1>404 Not Found</h1></center>");
  });

  it("replaces inherited headers by those of a location", () => {
    expect(ask("/own-headers").headers).toEqual({ server: "nginx", "x-own": "yes" });
  });

  it("answers HEAD without a body, and refuses to write files", () => {
    expect(ask("/", "HEAD")).toMatchObject({ status: 200, body: "" });
    expect(ask("/", "POST").status).toBe(405);
  });

  it("redirects to a directory, and forbids one without index", () => {
    expect(ask("/files").headers["location"]).toBe("http://game.example.com:8080/files/");
    expect(get({ pages: { "other.html": "" } }, "/").status).toBe(403);
  });

  it("does not leave its root", () => {
    expect(ask("/../../etc/nginx/conf.d/default.conf").status).toBe(404);
    expect(ask("/%2e%2e/conf.d/default.conf").status).toBe(404);
  });
});

describe("several servers", () => {
  const config = `
server { listen 80; server_name a.example.com *.a.example.com; location / { return 200 a; } }
server { listen 80 default_server; server_name b.example.com; location / { return 200 "b $host $server_port"; } }
server { listen 81; return 200 "$request_method $uri $args $arg_x $http_x_none|$hostname\${is_args}"; }`;

  it("are told apart by host and port", () => {
    const ask = (host: string) => get({ config }, "/", { host }).body;
    expect(["a.example.com", "x.a.example.com:80", "B.example.com", "other"].map(ask)).toEqual([
      "a",
      "a",
      "b b.example.com 80",
      "b other 80",
    ]);
  });

  it("fill in variables", () => {
    expect(get({ config }, "/p?x=1", { port: 81 }).body).toBe("GET /p x=1 1 |web-0?");
  });
});

it("knows what a request was, and what is answered", () => {
  const config = `
server {
  listen 80;
  server_name web.example.com;
  add_header X-Status $status always;
  location / { return 404 "$request|$document_uri|$query_string|$scheme|$server_protocol|$server_name"; }
}`;
  const { headers, body } = get({ config }, "/p?x=1", { host: "web.example.com" });
  expect([headers["x-status"], body]).toEqual([
    "404",
    "GET /p?x=1 HTTP/1.1|/p|x=1|http|HTTP/1.1|web.example.com",
  ]);
});

describe("fallbacks", () => {
  const config = `
server {
  listen 80;
  root /usr/share/nginx/html;
  error_page 404 /404.html;
  error_page 405 =200 /index.html;
  location / { try_files $uri $uri/ /index.html; }
  location /strict/ { try_files $uri =404; }
  location /plain/ { }
  location = /hidden { internal; }
}`;
  const pages = { "index.html": "app", "404.html": "gone", "a.txt": "a" };

  it.each([
    ["/a.txt", 200, "a"],
    ["/route/of/the/app", 200, "app"],
    ["/strict/x", 404, "gone"],
    ["/plain/x", 404, "gone"],
    ["/hidden", 404, "gone"],
  ])("%s is answered with %i", (path, status, body) => {
    expect(get({ config, pages }, path)).toMatchObject({ status, body });
  });

  it("can change the status", () => {
    expect(get({ config, pages }, "/plain/x", { method: "DELETE" })).toMatchObject({
      status: 200,
      body: "app",
    });
  });
});

describe("a configuration that is wrong", () => {
  const at = (line: number) => `in /etc/nginx/conf.d/default.conf:${line}`;

  it.each([
    ["server {\n  listen 80;\n  colour blue;\n}", `unknown directive "colour" ${at(3)}`],
    ["listen 80;", `"listen" directive is not allowed here ${at(1)}`],
    ["server { listen 80 }", `unexpected "}" ${at(1)}`],
    ["server {\n  listen 80;\n", `unexpected end of file, expecting "}" ${at(3)}`],
    ["server {\n  listen 80", `unexpected end of file, expecting ";" or "}" ${at(2)}`],
    ['server { root "/a; }', `unexpected end of file, expecting ";" or "}" ${at(1)}`],
    ["server { listen 80; } }", `unexpected "}" ${at(1)}`],
    ["server { listen 80; root; }", `invalid number of arguments in "root" directive ${at(1)}`],
    [
      "server { listen 80; location = / / { } }",
      `invalid number of arguments in "location" directive ${at(1)}`,
    ],
    ["server { location ! / { } }", `invalid location modifier "!" ${at(1)}`],
    ['server { add_header X-A "$nobody"; }', `unknown "nobody" variable ${at(1)}`],
    ["server { listen 80;\n\n add_header X-A a sometimes; }", `invalid parameter "sometimes" ${at(3)}`],
    ["server { listen 99999; }", `invalid port in "99999" of the "listen" directive ${at(1)}`],
    ["server;", `directive "server" has no opening "{" ${at(1)}`],
    ["server { root / { } }", `directive "root" is not terminated by ";" ${at(1)}`],
    ["server { error_page x /404.html; }", `invalid value "x" ${at(1)}`],
  ])("ends nginx: %j", (config, message) => {
    expect(emergency(config)).toBe(`1 nginx: [emerg] ${message}`);
  });

  it("may be right for nginx, but not simulated", () => {
    expect(() => start({ config: "server { location / { proxy_pass http://app; } }" })).toThrow(
      "NotSimulated: nginx directive proxy_pass",
    );
  });
});

describe("a security context", () => {
  const readOnly = { securityContext: { readOnlyRootFilesystem: true } };
  const unprivileged = "nginxinc/nginx-unprivileged:1.29.3";

  function words(options: Options): string {
    try {
      return start(options).log.join();
    } catch (error) {
      return (error as Error).message;
    }
  }

  const ready = "/docker-entrypoint.sh: Configuration complete; ready for start up";

  it("with a read-only root file system needs a volume for temporary files", () => {
    expect(words({ image: unprivileged, container: readOnly })).toBe(
      'nginx: [emerg] mkdir() "/tmp/client_temp" failed (30: Read-only file system)',
    );
    expect(words({ container: readOnly })).toBe(
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
    );
    const volumeMounts = [{ name: "tmp", mountPath: "/tmp" }];
    expect(words({ image: unprivileged, container: { ...readOnly, volumeMounts } })).toBe(ready);
  });

  it("without the capability CHOWN keeps root's nginx from starting", () => {
    const dropped = { capabilities: { drop: ["ALL"] } };
    expect(words({ container: { securityContext: dropped } })).toBe(
      'nginx: [emerg] chown("/var/cache/nginx/client_temp", 101) failed (1: Operation not permitted)',
    );
    expect(words({ image: unprivileged, container: { securityContext: dropped } })).toBe(ready);
    const kept = { capabilities: { drop: ["ALL"], add: ["CHOWN"] } };
    expect(words({ container: { securityContext: kept } })).toBe(ready);
  });
});

it("names its version unless told not to", () => {
  expect(get({}, "/").headers["server"]).toBe("nginx/1.29.3");
});
