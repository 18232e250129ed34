import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import {
  HEALTH_CHECK_PROTOCOLS,
  TRAFFIC_PORT,
  type HealthCheckArgs,
} from "../shared/load-balancer/health-check.ts";
import { SERVING_PORT } from "../shared/pods/serving-pod.ts";

type Probe = kubernetes.types.input.core.v1.Probe;

/** How the kubelet can look at a container from outside. */
export const PROBE_PROTOCOLS = ["HTTP", "HTTPS", "TCP", "GRPC"] as const;

/** How the kubelet finds out about a container, and how often. */
export interface ProbeArgs {
  /**
   * What it asks in: an answer with a status below 400, a connection that opens, or the gRPC health checking protocol.
   * @default - that of the health check
   */
  readonly protocol?: (typeof PROBE_PROTOCOLS)[number];
  /**
   * Path that it asks for by HTTP or HTTPS; begins with `/`.
   * @default - that of the health check
   */
  readonly path?: pulumi.Input<string>;
  /**
   * Port on which it asks, from 1 to 65535.
   * @default - that of the health check
   */
  readonly port?: number;
  /**
   * A program in the container, in place of a request: 0 at its end is success.
   * @default - a request
   */
  readonly command?: readonly pulumi.Input<string>[];
  /**
   * Seconds from the start of the container to the first probe, from 0 to 3600.
   * @default 0
   */
  readonly initialDelaySeconds?: number;
  /** Seconds between two probes, from 1 to 3600. */
  readonly periodSeconds?: number;
  /** Seconds after which no answer is a failure, from 1 to 3600. */
  readonly timeoutSeconds?: number;
  /** Failures in a row that count, from 1 to 1000. */
  readonly failureThreshold?: number;
  /**
   * Successes in a row that count after a failure, from 1 to 1000; 1 but for readiness.
   * @default 1
   */
  readonly successThreshold?: number;
}

/** The probes of a container. Each may be changed, or switched off by `false`. */
export interface ProbesArgs {
  /**
   * Until it succeeds the others do not begin; when it fails too often the container is started anew.
   * @default - the health check every 5 seconds, for 5 minutes
   */
  readonly startup?: ProbeArgs | false;
  /**
   * While it fails the pod gets no requests.
   * @default - the health check every 5 seconds; 3 failures count
   */
  readonly readiness?: ProbeArgs | false;
  /**
   * When it fails too often the container is started anew.
   * @default - the health check every 10 seconds; 6 failures count
   */
  readonly liveness?: ProbeArgs | false;
}

/** Kinds of probes, in the order in which they begin. */
export const PROBES = ["startup", "readiness", "liveness"] as const satisfies readonly (keyof ProbesArgs)[];

/** Timing of each probe. A container is given more time to recover than the load balancer needs to turn away from it. */
const TIMING = {
  startup: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
  readiness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
  liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
} as const satisfies Record<(typeof PROBES)[number], ProbeArgs>;

/** In what probes ask that say nothing else: in that of the health check, or, for what speaks neither, by connecting. */
export const PROBED_PROTOCOLS = [...HEALTH_CHECK_PROTOCOLS, "TCP"] as const;

/** What of the load balancer's health check the probes do, too. */
export interface ProbedHealthCheck extends Pick<HealthCheckArgs, "path" | "port"> {
  /**
   * As that of the health check; `TCP` for an app that speaks gRPC: the kubelet would ask for a service that not every such app
   * has, while the load balancer takes the answer that there is none for healthy.
   * @default "HTTP"
   */
  readonly protocol?: (typeof PROBED_PROTOCOLS)[number];
}

/** What probes are made from where they say nothing else. */
interface Probed {
  /** Port of the container. */
  readonly port: number;
  readonly healthCheck: Required<ProbedHealthCheck>;
}

/** The probes as a container has them. */
export function containerProbes(probes: ProbesArgs, probed: Probed) {
  const probe = (kind: (typeof PROBES)[number]): Probe | undefined => {
    const args = probes[kind] ?? {};
    return args === false ? undefined : kubernetesProbe({ ...TIMING[kind], ...args }, probed);
  };
  return defined({
    startupProbe: probe("startup"),
    readinessProbe: probe("readiness"),
    livenessProbe: probe("liveness"),
  });
}

function kubernetesProbe({ command, protocol, path, port, ...timing }: ProbeArgs, probed: Probed): Probe {
  const request = { ...probed.healthCheck, ...defined({ protocol, path, port }) };
  return {
    ...timing,
    ...(command === undefined ? asks(request, probed.port) : { exec: { command: [...command] } }),
  };
}

/** A port of the container has a name, but for gRPC, where the kubelet takes none. */
function asks(
  { protocol, path, port }: Required<Pick<ProbeArgs, "protocol" | "path">> & Pick<ProbedHealthCheck, "port">,
  containerPort: number,
): Probe {
  const named = port === TRAFFIC_PORT || port === undefined ? SERVING_PORT : port;
  switch (protocol) {
    case "TCP":
      return { tcpSocket: { port: named } };
    case "GRPC":
      return { grpc: { port: named === SERVING_PORT ? containerPort : named } };
    default:
      return {
        httpGet: { path, port: named, ...defined({ scheme: protocol === "HTTPS" ? protocol : undefined }) },
      };
  }
}
