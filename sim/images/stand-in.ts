import type { ContainerContext, ContainerProcess, HttpListener, HttpRequest } from "../kubernetes/types.ts";
import type { SimulatedImage } from "../kubernetes/image.ts";

/**
 * Takes the place of an image that nobody knows: it starts, and answers every request with 200 and a text that names
 * image, pod and cluster, and what it was asked for: so one sees what the load balancer makes of a request. Its user is taken to be one without privileges, so that `runAsNonRoot` lets it start.
 */
export const standIn: SimulatedImage = {
  start,
  user: 65_532,
  // As much as many an application takes for a page that it has to compute.
  resources: { cpuMsPerRequest: 5, memoryBytes: 64 * 2 ** 20 },
  standIn: true,
};

function start(context: ContainerContext): ContainerProcess {
  const { container, pod, cluster, log } = context;
  const image = container.image;
  log(`stand-in for image ${image}`);
  const body = `stand-in for image ${image}\npod ${pod.metadata.namespace}/${pod.metadata.name}\ncluster ${cluster.name}\n`;
  const answer = { status: 200, headers: { "content-type": "text/plain; charset=utf-8" } };
  const respond: HttpListener = Object.assign(
    ({ method, path }: Pick<HttpRequest, "method" | "path">) => ({
      ...answer,
      body: method === "HEAD" ? "" : `${body}asked for ${method} ${path}\n`,
    }),
    { anyProtocol: true } as const,
  );
  // Whoever looks at its health sees the same for ever.
  return { http: new Map(portsOf(context).map((port) => [port, respond])), revision: () => 0 };
}

/** The container's TCP ports, and the one that its environment variable PORT names. */
function portsOf({ container, env }: ContainerContext): number[] {
  const ports = (container.ports ?? [])
    .filter(({ protocol = "TCP" }) => protocol === "TCP")
    .map(({ containerPort }) => containerPort);
  return /^\d+$/.test(env["PORT"] ?? "") ? [...ports, Number(env["PORT"])] : ports;
}
