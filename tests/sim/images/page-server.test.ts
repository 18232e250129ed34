import { describe, expect, it } from "vitest";
import { get, start, type Options } from "./fixture.ts";

const UNPRIVILEGED = "public.ecr.aws/nginx/nginx-unprivileged:1.31-alpine";

describe("the pages of the images", () => {
  it.each([
    ["nginx:alpine", 80, "Welcome to nginx!"],
    ["nginxinc/nginx-unprivileged", 8080, "Welcome to nginx!"],
    ["public.ecr.aws/l6m2t8p7/docker-2048:latest", 80, "2048"],
  ])("%s answers at port %i", (image, port, title) => {
    const { status, headers, body } = get({ image }, "/", { port });
    expect([status, headers]).toEqual([200, { server: "nginx", "content-type": "text/html" }]);
    expect(body).toContain(`<title>${title}</title>`);
    expect(get({ image }, "/missing", { port }).status).toBe(404);
  });
});

describe("a mounted configuration", () => {
  const config = `server {
  listen 8081;
  server_tokens off;
  add_header X-Cluster "cluster-1" always;
  add_header X-Pod-IP "$server_addr" always;

  location = /healthz {
    access_log off;
    default_type text/plain;
    return 200 "ok\\n";
  }

  location / {
    root /usr/share/nginx/html;
  }
}
`;
  const options = {
    image: UNPRIVILEGED,
    files: {
      "/etc/nginx/conf.d/default.conf": config,
      "/usr/share/nginx/html/index.html": "<h1>1</h1>",
      "/usr/share/nginx/html/data": "binary",
    },
  };
  const ask = (path: string, method = "GET") => get(options, path, { port: 8081, method });
  const own = { server: "nginx", "x-cluster": "cluster-1", "x-pod-ip": "10.0.0.7" };

  it("says where to listen", () => {
    expect([...start(options).process.http!.keys()]).toEqual([8081]);
  });

  it("serves files with their types, and an index for a directory", () => {
    const page = { status: 200, headers: { ...own, "content-type": "text/html" }, body: "<h1>1</h1>" };
    expect(ask("/")).toEqual(page);
    expect(ask("/index.html?v=1")).toEqual(page);
    expect(ask("/data").headers["content-type"]).toBe("application/octet-stream");
  });

  it("returns what it is told to", () => {
    const headers = { ...own, "content-type": "text/plain" };
    expect(ask("/healthz")).toEqual({ status: 200, headers, body: "ok\n" });
  });

  it("adds headers to error answers as well", () => {
    const { status, headers, body } = ask("/missing");
    expect([status, headers]).toEqual([404, { ...own, "content-type": "text/html" }]);
    expect(body).toContain("<center><h1>404 Not Found</h1></center>");
  });

  it("answers HEAD without a body, and refuses to write files", () => {
    expect(ask("/", "HEAD")).toMatchObject({ status: 200, body: "" });
    expect(ask("/", "POST").status).toBe(405);
  });

  it("does not leave its root", () => {
    expect(ask("/../../etc/nginx/conf.d/default.conf").status).toBe(404);
    expect(ask("/%2e%2e/conf.d/default.conf").status).toBe(404);
  });

  it.each([
    ["another directive", config.replace("root /usr", "proxy_pass http://app; root /usr")],
    ["a mistake", config.replace("listen 8081;", "listen 8081")],
    ["a second server", `${config}${config}`],
    ["nothing", ""],
  ])("of another form is not simulated: %s", (_, text) => {
    const files = { ...options.files, "/etc/nginx/conf.d/default.conf": text };
    expect(() => start({ ...options, files })).toThrow(
      "NotSimulated: nginx configuration /etc/nginx/conf.d/default.conf",
    );
  });
});

describe("a security context", () => {
  const readOnly = { securityContext: { readOnlyRootFilesystem: true } };
  const nginx = "nginx:1.29";

  function words(options: Options): string {
    try {
      return start(options).log.join();
    } catch (error) {
      return (error as Error).message;
    }
  }

  const ready = "/docker-entrypoint.sh: Configuration complete; ready for start up";

  it("with a read-only root file system needs a volume for temporary files", () => {
    expect(words({ image: UNPRIVILEGED, container: readOnly })).toBe(
      'nginx: [emerg] mkdir() "/tmp/client_temp" failed (30: Read-only file system)',
    );
    expect(words({ image: nginx, container: readOnly })).toBe(
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
    );
    const volumeMounts = [{ name: "tmp", mountPath: "/tmp" }];
    expect(words({ image: UNPRIVILEGED, container: { ...readOnly, volumeMounts } })).toBe(ready);
  });

  it("without the capability CHOWN keeps root's nginx from starting", () => {
    const dropped = { capabilities: { drop: ["ALL"] } };
    expect(words({ image: nginx, container: { securityContext: dropped } })).toBe(
      'nginx: [emerg] chown("/var/cache/nginx/client_temp", 101) failed (1: Operation not permitted)',
    );
    expect(words({ image: UNPRIVILEGED, container: { securityContext: dropped } })).toBe(ready);
    const kept = { capabilities: { drop: ["ALL"], add: ["CHOWN"] } };
    expect(words({ image: nginx, container: { securityContext: kept } })).toBe(ready);
  });
});
