import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { SERVING_PORT, servingContainer, servingPod } from "../shared/pods/serving-pod.ts";
import { DEMO_APPS } from "./content.ts";
import type { ResolvedDemoAppArgs } from "./resolve.ts";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Container = kubernetes.types.input.core.v1.Container;

/** What of a pod depends on the app in it. */
interface AppParts {
  readonly pod: Pick<PodSpec, "securityContext" | "volumes">;
  readonly container: Pick<Container, "securityContext" | "volumeMounts">;
}

/**
 * The pods of the app.
 *
 * @param configMapName where the colour page's files are.
 */
export function podSpec(args: ResolvedDemoAppArgs, configMapName: pulumi.Input<string> | undefined): PodSpec {
  const { image, containerPort, healthCheckPath } = DEMO_APPS[args.content.type];
  const parts = configMapName === undefined ? rootServer() : unprivilegedServer(configMapName);
  const probe = { httpGet: { path: healthCheckPath, port: SERVING_PORT } };
  return {
    ...parts.pod,
    ...servingPod(args),
    automountServiceAccountToken: false,
    containers: [
      {
        name: "app",
        image: args.image ?? image,
        ...parts.container,
        ...servingContainer(args),
        ports: [{ name: SERVING_PORT, containerPort, protocol: "TCP" }],
        resources: args.resources,
        readinessProbe: { ...probe, periodSeconds: 5 },
        livenessProbe: { ...probe, initialDelaySeconds: 5, periodSeconds: 10 },
      },
    ],
  };
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
