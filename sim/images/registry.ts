import { addonImageNames, findAddonImage } from "../aws/eks/addons/images.ts";
import { loadBalancerControllerImages } from "../charts/aws-load-balancer-controller/controller/process/image.ts";
import type { SimulatedImage } from "./image.ts";
import { pageImages } from "./pages.ts";
import { standIn } from "./stand-in.ts";

/** Images by repository, for every tag. Charts add theirs here. */
const images: Readonly<Record<string, SimulatedImage>> = {
  ...loadBalancerControllerImages,
  ...pageImages,
};

/** Repositories of all images that are simulated; those of EKS's add-ons without the registry of the region. */
export function simulatedImages(): string[] {
  return [...Object.keys(images), ...addonImageNames].sort();
}

/** An image reference without registry defaults, tag and digest: `nginx:alpine` is `docker.io/library/nginx`. */
export function repositoryOf(reference: string): string {
  const name = reference.replace(/@.*$/, "").replace(/:[^:/]+$/, "");
  const [first = "", ...rest] = name.split("/");
  const hasRegistry =
    rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  if (hasRegistry) return name;
  return rest.length === 0 ? `docker.io/library/${name}` : `docker.io/${name}`;
}

/** The program behind an image reference; a stand-in for an image that is not modelled. */
export function containerImage(reference: string): SimulatedImage {
  const repository = repositoryOf(reference);
  return images[repository] ?? findAddonImage(repository) ?? standIn;
}
