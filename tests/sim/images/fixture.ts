import { SimulatedCloud } from "../../../sim/cloud.ts";
import { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import type { ContainerContext, ContainerProcess, HttpResponse } from "../../../sim/kubernetes/types.ts";

const cloud = new SimulatedCloud();
const cluster = new KubernetesCluster({ name: "myeks", cloud, version: "1.35", controllers: [] });

export interface Options {
  readonly image: string;
  /** Mounted files by their path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly container?: object;
}

/** Starts an image as a kubelet does, with its ConfigMaps mounted. */
export function start({ image, files = {}, env = {}, container }: Options): {
  readonly process: ContainerProcess;
  readonly log: string[];
} {
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
      spec: { containers: [], restartPolicy: "Always", terminationGracePeriodSeconds: 30 },
      status: { phase: "Running", podIP: "10.0.0.7" },
    },
    container: { name: "web", image, imagePullPolicy: "IfNotPresent", ...container },
    env,
    readFile: (path) => files[path],
    credentials: () => cloud.administrator,
    instanceMetadata: () => "",
    log: (line) => log.push(line),
  };
  return { process: cluster.image(image).start(context), log };
}

export function get(
  options: Options,
  path: string,
  { port = 80, method = "GET" }: { readonly port?: number; readonly method?: string } = {},
): HttpResponse {
  const answer = start(options).process.http?.get(port);
  if (answer === undefined) throw new Error(`connection refused at port ${port}`);
  return answer({ method, path, headers: { host: "game.example.com" } });
}
