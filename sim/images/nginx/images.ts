/** Images that serve pages with nginx. */
import type { SimulatedImage } from "../image.ts";
import { nginxImage } from "./image.ts";

const PAGES = "/usr/share/nginx/html";

function defaultConfig(port: number): string {
  return `server {
    listen ${port};
    server_name localhost;
    location / {
        root ${PAGES};
        index index.html index.htm;
    }
    error_page 500 502 503 504 /50x.html;
    location = /50x.html {
        root ${PAGES};
    }
}
`;
}

function page(title: string, text: string): string {
  return `<!DOCTYPE html>
<html>
<head><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;
}

const welcome = page(
  "Welcome to nginx!",
  "The web server is running in the simulated cloud; its pages are still the default ones.",
);

/** The official image: starts as root, port 80. */
const nginx = nginxImage({
  user: 0,
  startsAsRoot: true,
  temporaryDirectory: "/var/cache/nginx",
  files: { "/etc/nginx/conf.d/default.conf": defaultConfig(80), [`${PAGES}/index.html`]: welcome },
});

/** The unprivileged variant: user 101, port 8080, temporary files in /tmp. */
const unprivileged = nginxImage({
  user: 101,
  startsAsRoot: false,
  temporaryDirectory: "/tmp",
  files: { "/etc/nginx/conf.d/default.conf": defaultConfig(8080), [`${PAGES}/index.html`]: welcome },
});

/** The game of AWS's own examples: nginx as root on port 80 with one page. */
const game2048 = nginxImage({
  user: 0,
  startsAsRoot: true,
  temporaryDirectory: "/var/cache/nginx",
  files: {
    "/etc/nginx/conf.d/default.conf": defaultConfig(80),
    [`${PAGES}/index.html`]: page("2048", "Join the numbers and get to the 2048 tile!"),
  },
});

/** By repository. */
export const nginxImages: Readonly<Record<string, SimulatedImage>> = {
  "docker.io/library/nginx": nginx,
  "public.ecr.aws/docker/library/nginx": nginx,
  "public.ecr.aws/nginx/nginx": nginx,
  "docker.io/nginxinc/nginx-unprivileged": unprivileged,
  "public.ecr.aws/nginx/nginx-unprivileged": unprivileged,
  "public.ecr.aws/l6m2t8p7/docker-2048": game2048,
};
