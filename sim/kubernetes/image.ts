import type { ContainerImage } from "./types.ts";

/** What a program uses of its node: a simple model, by which load can be told from idleness. */
export interface ImageResources {
  /** Time on the CPU for one request. */
  readonly cpuMsPerRequest: number;
  /** Memory, whatever it does. */
  readonly memoryBytes: number;
}

/** A container image that the simulated kubelets can run. */
export interface SimulatedImage {
  /** The program that its entrypoint starts. */
  readonly start: ContainerImage;
  /** The user that the image names: a number, or a name that the kubelet cannot check. 0 where it names none. */
  readonly user: number | string;
  /** What the program uses. Default: next to nothing. */
  readonly resources?: ImageResources;
  /** Set where nobody knows what is in the image, and a program of ours answers in its place. */
  readonly standIn?: true;
}

/** Images that one part of the cloud brings, for every tag. */
export interface ImageSource {
  /** Repositories, for the coverage page. */
  readonly names: readonly string[];
  find(repository: string): SimulatedImage | undefined;
}

/** Images by repository. */
export function imageSource(images: Readonly<Record<string, SimulatedImage>>): ImageSource {
  return {
    names: Object.keys(images),
    find: (repository) => (Object.hasOwn(images, repository) ? images[repository] : undefined),
  };
}
