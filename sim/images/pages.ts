/** What the images of the demo apps serve. */
import type { SimulatedImage } from "../kubernetes/image.ts";
import { pageImage } from "./page-server.ts";

const welcome = page(
  "Welcome to nginx!",
  "The web server is running in the simulated cloud; its pages are still the default ones.",
);

/** The official image: starts as root, port 80. */
const nginx = pageImage({
  user: 0,
  startsAsRoot: true,
  temporaryDirectory: "/var/cache/nginx",
  port: 80,
  html: welcome,
});

/** The unprivileged variant: user 101, port 8080, temporary files in /tmp. */
const unprivileged = pageImage({
  user: 101,
  startsAsRoot: false,
  temporaryDirectory: "/tmp",
  port: 8080,
  html: welcome,
});

/** The game of AWS's own examples: nginx as root on port 80 with one page. */
const game2048 = pageImage({
  user: 0,
  startsAsRoot: true,
  temporaryDirectory: "/var/cache/nginx",
  port: 80,
  html: page("2048", "Join the numbers and get to the 2048 tile!"),
});

/** By repository. */
export const pageImages: Readonly<Record<string, SimulatedImage>> = {
  "docker.io/library/nginx": nginx,
  "docker.io/nginxinc/nginx-unprivileged": unprivileged,
  "public.ecr.aws/nginx/nginx-unprivileged": unprivileged,
  "public.ecr.aws/l6m2t8p7/docker-2048": game2048,
};

function page(title: string, text: string): string {
  return `<!DOCTYPE html>
<html>
<head><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;
}
