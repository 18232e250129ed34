import { Buffer } from "node:buffer";
import { posix } from "node:path";
import type { Container, Pod, Volume, VolumeMount, VolumeSource } from "../objects.ts";
import type { KubeObject, ObjectOf } from "../types.ts";
import { fieldValue } from "./field-path.ts";
import type { NodeRuntime } from "./node-runtime.ts";

/** Files of one volume: contents by path inside the volume. */
type Files = ReadonlyMap<string, string>;

/**
 * How long the kubelet takes to bring a changed ConfigMap or Secret into running pods: its sync period of a minute.
 * https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
 */
export const VOLUME_REFRESH_MS = 60_000;

/** A volume cannot be set up yet, in the kubelet's words. */
export class MountFailure extends Error {}

/** The volumes of one pod as they are on its node. */
export class PodVolumes {
  readonly #runtime: NodeRuntime;
  #files = new Map<string, Files>();

  constructor(runtime: NodeRuntime) {
    this.#runtime = runtime;
  }

  /** Reads what the volumes show now. @throws MountFailure when an object that they need is not there. */
  mount(pod: Pod): void {
    this.#files = new Map(
      (pod.spec.volumes ?? []).map((volume): [string, Files] => [volume.name, this.#read(pod, volume)]),
    );
  }

  /** Brings changed ConfigMaps and Secrets into the volumes; leaves a volume as it is if its object is gone. */
  refresh(pod: Pod): void {
    for (const volume of pod.spec.volumes ?? []) {
      try {
        this.#files.set(volume.name, this.#read(pod, volume));
      } catch (error) {
        if (!(error instanceof MountFailure)) throw error;
      }
    }
  }

  /** Whether a volume of the pod shows the ConfigMap or Secret. */
  static shows(pod: Pod, object: KubeObject): boolean {
    const { name } = object.metadata;
    return (pod.spec.volumes ?? [])
      .flatMap((volume) => [volume, ...(volume.projected?.sources ?? [])])
      .some(({ configMap, secret }) =>
        object.kind === "ConfigMap"
          ? configMap?.name === name
          : (secret?.secretName ?? secret?.name) === name,
      );
  }

  /** A file as `container` sees it; undefined if no volume has it. */
  readFile(container: Container, path: string): string | undefined {
    const file = path.includes("/.") || path.includes("//") ? posix.normalize(path) : path;
    const mount = longestMatch(container.volumeMounts ?? [], file);
    if (mount === undefined) return undefined;
    const { name, mountPath, subPath = "" } = mount;
    const inside = file.slice(mountPath.endsWith("/") ? mountPath.length : mountPath.length + 1);
    return this.#files
      .get(name)
      ?.get(subPath === "" || inside === "" ? subPath + inside : `${subPath}/${inside}`);
  }

  #read(pod: Pod, volume: Volume): Files {
    const files = new Map<string, string>();
    for (const source of volume.projected?.sources ?? [volume]) {
      for (const [path, content] of this.#source(pod, volume.name, source)) files.set(path, content);
    }
    return files;
  }

  #source(pod: Pod, volumeName: string, source: VolumeSource): Iterable<readonly [string, string]> {
    const { configMap, secret, downwardAPI, serviceAccountToken } = source;
    if (configMap !== undefined) {
      const object = this.#object(pod, volumeName, "ConfigMap", configMap.name, configMap.optional);
      return selectKeys({ ...object?.data, ...decode(object?.binaryData) }, configMap.items);
    }
    if (secret !== undefined) {
      const name = secret.secretName ?? secret.name ?? "";
      const object = this.#object(pod, volumeName, "Secret", name, secret.optional);
      return selectKeys(decode(object?.data), secret.items);
    }
    if (downwardAPI !== undefined) {
      return (downwardAPI.items ?? []).map(({ path, fieldRef }) => [
        path,
        fieldRef === undefined ? "" : (fieldValue(pod, fieldRef.fieldPath) ?? ""),
      ]);
    }
    if (serviceAccountToken !== undefined) {
      const { serviceAccountName = "default" } = pod.spec;
      return [[serviceAccountToken.path, `token of ${pod.metadata.namespace}:${serviceAccountName}`]];
    }
    return [];
  }

  #object<K extends "ConfigMap" | "Secret">(
    pod: Pod,
    volumeName: string,
    kind: K,
    name: string,
    optional: boolean | undefined,
  ): ObjectOf<`v1/${K}`> | undefined {
    const object = this.#runtime.api.view(`v1/${kind}`, pod.metadata.namespace, name);
    if (object === undefined && optional !== true) {
      throw new MountFailure(
        `MountVolume.SetUp failed for volume "${volumeName}" : ${kind.toLowerCase()} "${name}" not found`,
      );
    }
    return object;
  }
}

/** The mount that shows `path`: of several, the one with the longest path. */
function longestMatch(mounts: readonly VolumeMount[], path: string): VolumeMount | undefined {
  let best: VolumeMount | undefined;
  for (const mount of mounts) {
    const { mountPath } = mount;
    if (!path.startsWith(mountPath) || mountPath.length <= (best?.mountPath.length ?? 0)) continue;
    const end = mountPath.length;
    if (path.length === end || mountPath.endsWith("/") || path[end] === "/") best = mount;
  }
  return best;
}

function decode(data: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}

function selectKeys(
  data: Readonly<Record<string, string>>,
  items: readonly { readonly key: string; readonly path: string }[] | undefined,
): Iterable<readonly [string, string]> {
  if (items === undefined) return Object.entries(data);
  return items.flatMap(({ key, path }) => (data[key] === undefined ? [] : [[path, data[key]] as const]));
}
