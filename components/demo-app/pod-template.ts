import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import { DEMO_APPS } from "./content.ts";
import type { ResolvedDemoAppArgs } from "./resolve.ts";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Container = kubernetes.types.input.core.v1.Container;

/** What of a pod depends on the app in it. */
interface AppParts {
  readonly pod: Pick<PodSpec, "securityContext" | "volumes">;
  readonly container: Pick<Container, "securityContext" | "volumeMounts">;
}

/** Seconds for a server to end once its last request is answered. */
const EXIT_SECONDS = 5;

/**
 * The pods of the app.
 *
 * @param configMapName where the colour page's files are.
 */
export function podSpec(args: ResolvedDemoAppArgs, configMapName: pulumi.Input<string> | undefined): PodSpec {
  const { tolerations, preStopSeconds } = args;
  const { image, containerPort, healthCheckPath } = DEMO_APPS[args.content.type];
  const parts = configMapName === undefined ? rootServer() : unprivilegedServer(configMapName);
  const probe = { httpGet: { path: healthCheckPath, port: "http" } };
  return {
    ...parts.pod,
    automountServiceAccountToken: false,
    // The time of the preStop hook counts.
    terminationGracePeriodSeconds: preStopSeconds + args.drainSeconds + EXIT_SECONDS,
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
      (topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: args.labels },
        // Pods of one rollout are spread by themselves, whatever the one before it left where.
        matchLabelKeys: ["pod-template-hash"],
      }),
    ),
    ...defined({ tolerations: tolerations.length > 0 ? tolerations.map((one) => ({ ...one })) : undefined }),
    containers: [
      {
        name: "app",
        image: args.image ?? image,
        ...parts.container,
        ports: [{ name: "http", containerPort, protocol: "TCP" }],
        resources: args.resources,
        readinessProbe: { ...probe, periodSeconds: 5 },
        livenessProbe: { ...probe, initialDelaySeconds: 5, periodSeconds: 10 },
        ...defined({ lifecycle: preStopSeconds > 0 ? sleepAtStop(preStopSeconds) : undefined }),
      },
    ],
  };
}

/** Time for the load balancer to hear that no new requests must go there. */
function sleepAtStop(seconds: number): kubernetes.types.input.core.v1.Lifecycle {
  return { preStop: { sleep: { seconds } } };
}

/** nginx-unprivileged runs as user 101 and writes to /tmp only: fit for the Pod Security Standard `restricted`. */
function unprivilegedServer(configMapName: pulumi.Input<string>): AppParts {
  const mount = (name: string, mountPath: string) => ({ name, mountPath, readOnly: true });
  const volume = (name: string, file: string) => ({
    name,
    configMap: { name: configMapName, items: [{ key: file, path: file }] },
  });
  return {
    pod: {
      securityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: "RuntimeDefault" } },
      volumes: [
        volume("server", "default.conf"),
        volume("page", "index.html"),
        { name: "tmp", emptyDir: {} },
      ],
    },
    container: {
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      },
      volumeMounts: [
        mount("server", "/etc/nginx/conf.d"),
        mount("page", "/usr/share/nginx/html"),
        { name: "tmp", mountPath: "/tmp" },
      ],
    },
  };
}

/**
 * The image of the game starts nginx as root: to listen on port 80 (NET_BIND_SERVICE), to give its cache directories to
 * its workers (CHOWN) and to run these as another user (SETUID, SETGID). All else is taken away: fit for the Pod
 * Security Standard `baseline`.
 */
function rootServer(): AppParts {
  return {
    pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } },
    container: {
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"], add: ["CHOWN", "NET_BIND_SERVICE", "SETGID", "SETUID"] },
      },
    },
  };
}
