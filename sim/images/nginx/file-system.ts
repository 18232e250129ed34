import { posix } from "node:path";
import type { ContainerContext } from "../../kubernetes/types.ts";

/** The files that a container sees: those of its image, hidden where a volume is mounted over them. */
export class FileSystem {
  readonly #context: ContainerContext;
  readonly #image: Readonly<Record<string, string>>;
  readonly #mounts: readonly string[];

  /** @param image the image's own files by absolute path. */
  constructor(context: ContainerContext, image: Readonly<Record<string, string>>) {
    this.#context = context;
    this.#image = image;
    const mounts: readonly { readonly mountPath: string }[] = context.container["volumeMounts"] ?? [];
    this.#mounts = mounts.map(({ mountPath }) => posix.normalize(mountPath).replace(/\/$/, ""));
  }

  /** @param path in normal form: absolute, without `.`, `..` and doubled slashes. */
  read(path: string): string | undefined {
    return this.#isMounted(path) ? this.#context.readFile(path) : this.#image[path];
  }

  /** Names of the files directly in a directory, sorted. */
  list(directory: string): readonly string[] {
    const path = posix.normalize(directory).replace(/\/$/, "");
    if (this.#isMounted(path)) return this.#context.listFiles(path);
    const own = Object.keys(this.#image).filter(
      (file) => posix.dirname(file) === path && !this.#isMounted(file),
    );
    const mounted = this.#mounts.filter((mount) => posix.dirname(mount) === path);
    return [...own, ...mounted].map((file) => posix.basename(file)).sort();
  }

  isDirectory(path: string): boolean {
    const directory = posix.normalize(path).replace(/\/$/, "");
    if (this.#mounts.includes(directory)) return this.#context.readFile(directory) === undefined;
    if (this.#isMounted(directory)) return this.#context.listFiles(directory).length > 0;
    const inside = `${directory}/`;
    return [...Object.keys(this.#image), ...this.#mounts].some((file) => file.startsWith(inside));
  }

  #isMounted(path: string): boolean {
    for (const mount of this.#mounts) {
      if (path.startsWith(mount) && (path.length === mount.length || path[mount.length] === "/")) return true;
    }
    return false;
  }
}
