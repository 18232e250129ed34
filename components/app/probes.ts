import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import { SERVING_PORT } from "../shared/pods/serving-pod.ts";

type Probe = kubernetes.types.input.core.v1.Probe;

/** Protocols of a probe by HTTP. */
export const PROBE_PROTOCOLS = ["HTTP", "HTTPS"] as const;

/** What the probes ask for that say nothing else; best what the load balancer asks for. */
export interface AppHealthCheck {
  /**
   * Path that answers with a status below 400 when the app is well; begins with `/`.
   * @default "/"
   */
  readonly path?: pulumi.Input<string>;
  /**
   * Port on which it answers, from 1 to 65535.
   * @default - the container port
   */
  readonly port?: number;
  /** @default "HTTP" */
  readonly protocol?: (typeof PROBE_PROTOCOLS)[number];
}

/** A request by HTTP; what is left out is that of the health check. */
export interface HttpProbe {
  readonly path?: pulumi.Input<string>;
  readonly port?: number;
  readonly protocol?: (typeof PROBE_PROTOCOLS)[number];
  /** @default {} */
  readonly headers?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** How the kubelet finds out about a container: by one of `http`, `tcp`, `command` and `grpc`, and how often. */
export interface ProbeArgs {
  /** @default - the health check, unless one of the others is given */
  readonly http?: HttpProbe;
  /** Whether a connection can be opened, to the container port or another one. */
  readonly tcp?: { readonly port?: number };
  /** Whether a command in the container ends with 0. */
  readonly command?: readonly pulumi.Input<string>[];
  /** Whether a server answers by the gRPC health checking protocol. */
  readonly grpc?: { readonly port?: number; readonly service?: string };
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
export const PROBE_DEFAULTS = {
  startup: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
  readiness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
  liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
} as const satisfies Record<(typeof PROBES)[number], ProbeArgs>;

export type ResolvedHealthCheck = Required<Omit<AppHealthCheck, "port">> & Pick<AppHealthCheck, "port">;

/** What probes are made from where they say nothing else. */
interface Probed {
  readonly containerPort: number;
  readonly healthCheck: ResolvedHealthCheck;
}

/** The probes as a container has them. */
export function containerProbes(probes: ProbesArgs, probed: Probed) {
  const probe = (kind: (typeof PROBES)[number]): Probe | undefined => {
    const args = probes[kind] ?? {};
    return args === false ? undefined : kubernetesProbe({ ...PROBE_DEFAULTS[kind], ...args }, probed);
  };
  return defined({
    startupProbe: probe("startup"),
    readinessProbe: probe("readiness"),
    livenessProbe: probe("liveness"),
  });
}

function kubernetesProbe(
  { http, tcp, command, grpc, ...timing }: ProbeArgs,
  { containerPort, healthCheck }: Probed,
): Probe {
  if (tcp !== undefined) return { ...timing, tcpSocket: { port: tcp.port ?? SERVING_PORT } };
  if (command !== undefined) return { ...timing, exec: { command: [...command] } };
  // Here the kubelet takes no name of a port.
  if (grpc !== undefined) return { ...timing, grpc: { port: containerPort, ...grpc } };
  return { ...timing, httpGet: httpGet(http ?? {}, healthCheck) };
}

function httpGet(http: HttpProbe, healthCheck: ResolvedHealthCheck): NonNullable<Probe["httpGet"]> {
  const {
    path,
    port = SERVING_PORT,
    protocol,
    headers,
  } = { ...healthCheck, ...http } as HttpProbe & ResolvedHealthCheck;
  return {
    path,
    port,
    ...defined({
      scheme: protocol === "HTTPS" ? protocol : undefined,
      httpHeaders: headers && Object.entries(headers).map(([name, value]) => ({ name, value })),
    }),
  };
}
