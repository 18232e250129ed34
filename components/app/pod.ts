import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import type { webIdentity } from "../shared/identity/web-identity.ts";
import { SERVING_PORT, servingContainer, servingPod } from "../shared/pods/serving-pod.ts";
import { envSources, envVars } from "./environment.ts";
import { filesMount, filesVolume, writableMount, writableVolume } from "./files.ts";
import { containerProbes } from "./probes.ts";
import type { ResolvedAppArgs } from "./resolve.ts";
import { containerSecurity, podSecurity } from "./security.ts";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Container = kubernetes.types.input.core.v1.Container;
type Volume = kubernetes.types.input.core.v1.Volume;
type VolumeMount = kubernetes.types.input.core.v1.VolumeMount;

/** What of the app's own objects the pods refer to. */
export interface PodNeeds {
  readonly serviceAccountName: pulumi.Input<string>;
  /** Undefined where no variable is secret. */
  readonly environmentName: pulumi.Input<string> | undefined;
  /** Names of what holds the contents of files, at their places. */
  readonly filesNames: readonly (pulumi.Input<string> | undefined)[];
  /** Undefined unless pods get a role by IRSA. */
  readonly webIdentity: ReturnType<typeof webIdentity> | undefined;
}

/** The pods of the app. */
export function appPod(args: ResolvedAppArgs, needs: PodNeeds): PodSpec {
  const { imagePullSecrets, nodeSelector, priorityClassName } = args;
  return {
    ...servingPod(args),
    serviceAccountName: needs.serviceAccountName,
    automountServiceAccountToken: args.serviceAccount.automountToken,
    securityContext: podSecurity(args.security),
    ...defined({
      imagePullSecrets: filled(imagePullSecrets.map((name) => ({ name }))),
      nodeSelector: Object.keys(nodeSelector).length > 0 ? { ...nodeSelector } : undefined,
      priorityClassName,
      volumes: filled(volumes(args, needs)),
    }),
    containers: [container(args, needs)],
  };
}

function container(args: ResolvedAppArgs, needs: PodNeeds): Container {
  const { image, imagePullPolicy, command, port } = args;
  return {
    name: "app",
    image,
    ...defined({ imagePullPolicy, command: command && [...command], args: args.args && [...args.args] }),
    ports: [{ name: SERVING_PORT, containerPort: port, protocol: "TCP" }],
    ...defined({
      env: filled([...envVars(args.env, needs.environmentName), ...roleVars(needs)]),
      envFrom: filled(envSources(args.envFrom)),
      volumeMounts: filled(volumeMounts(args, needs)),
    }),
    resources: args.resources,
    ...containerProbes(args.probes, args),
    ...servingContainer(args),
    securityContext: containerSecurity(args.security),
  };
}

function roleVars({ webIdentity: role }: PodNeeds): { name: string; value: pulumi.Input<string> }[] {
  return Object.entries(role?.env ?? {}).map(([name, value]) => ({ name, value }));
}

function volumes(args: ResolvedAppArgs, needs: PodNeeds): Volume[] {
  return [
    ...args.files.map((files, index) => filesVolume(files, index, needs.filesNames[index])),
    ...args.writablePaths.map((_, index) => writableVolume(index)),
    ...(needs.webIdentity === undefined ? [] : [needs.webIdentity.volume]),
  ];
}

function volumeMounts(args: ResolvedAppArgs, needs: PodNeeds): VolumeMount[] {
  return [
    ...args.files.map((files, index) => filesMount(files, index)),
    ...args.writablePaths.map((path, index) => writableMount(path, index)),
    ...(needs.webIdentity === undefined ? [] : [needs.webIdentity.volumeMount]),
  ];
}

/** A list; undefined when there is nothing in it. */
function filled<T>(list: readonly T[]): T[] | undefined {
  return list.length > 0 ? [...list] : undefined;
}
