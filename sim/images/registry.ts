import { NotSimulated } from "../core/errors.ts";
import type { SimulatedImage } from "./image.ts";

/** Images by repository, for every tag. */
const images: Readonly<Record<string, SimulatedImage>> = {};

/** An image reference without registry defaults, tag and digest: `nginx:alpine` is `docker.io/library/nginx`. */
export function repositoryOf(reference: string): string {
  const name = reference.replace(/@.*$/, "").replace(/:[^:/]+$/, "");
  const [first = "", ...rest] = name.split("/");
  const hasRegistry =
    rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  if (hasRegistry) return name;
  return rest.length === 0 ? `docker.io/library/${name}` : `docker.io/${name}`;
}

/**
 * The program behind an image reference.
 *
 * @throws NotSimulated for an image that is not modelled.
 */
export function containerImage(reference: string): SimulatedImage {
  const found = images[repositoryOf(reference)];
  if (found === undefined) throw new NotSimulated(`image ${reference}`);
  return found;
}
