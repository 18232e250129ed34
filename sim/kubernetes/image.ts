import type { ContainerImage } from "./types.ts";

/** A container image that the simulated kubelets can run. */
export interface SimulatedImage {
  /** The program that its entrypoint starts. */
  readonly start: ContainerImage;
  /** The user that the image names: a number, or a name that the kubelet cannot check. 0 where it names none. */
  readonly user: number | string;
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
