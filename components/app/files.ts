import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";

type Volume = kubernetes.types.input.core.v1.Volume;
type VolumeMount = kubernetes.types.input.core.v1.VolumeMount;

/** Files of a container, read-only: from one of `content`, `configMap` and `secret`. */
export interface FilesArgs {
  /**
   * Folder in which they appear, and which shows nothing else; with `subPath` the file itself.
   * @example "/etc/shop"
   */
  readonly path: string;
  /**
   * Contents by file name. Other contents are another ConfigMap, so that pods roll over to it; a Secret where one of them is an
   * Output: a secret, or known only later.
   * @example { "shop.conf": "currency = EUR\n" }
   */
  readonly content?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Name of a ConfigMap in the app's namespace. Its changes appear in the files of running pods, a minute later. */
  readonly configMap?: string;
  /** Name of a Secret in the app's namespace, as `configMap`. */
  readonly secret?: string;
  /**
   * Keys of the ConfigMap or Secret to show, and the files, beneath the folder, to show them in.
   * @default - all, each in a file of its name
   * @example { "tls.crt": "server/cert.pem" }
   */
  readonly items?: Readonly<Record<string, string>>;
  /**
   * One of the files, to show in place of the folder: so it can be put where the image has files of its own. It does not follow
   * changes of the ConfigMap or Secret.
   * @default - the folder
   * @example "shop.conf"
   */
  readonly subPath?: string;
  /**
   * Permissions of the files, three octal digits after a 0.
   * @default "0644"
   */
  readonly mode?: string;
}

/** Name of the volume of some files, and of their objects after the name of the app. */
export function filesName(index: number): string {
  return `files-${index}`;
}

/** @param ownName name of the object that holds `content`. */
export function filesVolume(
  files: FilesArgs,
  index: number,
  ownName: pulumi.Input<string> | undefined,
): Volume {
  const { configMap, secret, mode } = files;
  const name = filesName(index);
  const options = defined({
    items: itemsOf(files),
    defaultMode: mode === undefined ? undefined : Number.parseInt(mode, 8),
  });
  const isSecret = secret !== undefined || (configMap === undefined && !isPlain(files));
  if (isSecret) return { name, secret: { secretName: secret ?? ownName!, ...options } };
  return { name, configMap: { name: configMap ?? ownName!, ...options } };
}

export function filesMount({ path, subPath }: FilesArgs, index: number): VolumeMount {
  return { name: filesName(index), mountPath: path, readOnly: true, ...defined({ subPath }) };
}

/** Whether all contents are known, so that a ConfigMap may show them. */
export function isPlain({ content = {} }: FilesArgs): boolean {
  return Object.values(content).every((value) => typeof value === "string");
}

function itemsOf({ items }: FilesArgs): { key: string; path: string }[] | undefined {
  return items && Object.entries(items).map(([key, path]) => ({ key, path }));
}

/** An empty folder that the container may write to, which is gone with its pod. */
export function writableVolume(index: number): Volume {
  return { name: `writable-${index}`, emptyDir: {} };
}

export function writableMount(mountPath: string, index: number): VolumeMount {
  return { name: `writable-${index}`, mountPath };
}
