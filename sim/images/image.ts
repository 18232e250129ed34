import type { ContainerImage } from "../kubernetes/types.ts";

/** A container image that the simulated kubelets can run. */
export interface SimulatedImage {
  /** The program that its entrypoint starts. */
  readonly start: ContainerImage;
  /** The user that the image names: a number, or a name that the kubelet cannot check. 0 where it names none. */
  readonly user: number | string;
  /** Set where nobody knows what is in the image, and a program of ours answers in its place. */
  readonly standIn?: true;
}
