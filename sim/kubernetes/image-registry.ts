import { cloudState } from "../core/cloud.ts";
import { AwsError, NotSimulated } from "../core/errors.ts";
import { Table } from "../core/table.ts";
import type { ImageSource, SimulatedImage } from "./image.ts";

/** Finds the program behind an image reference. */
export class ImageRegistry {
  /** Repositories to which somebody copied the images of others, whose names they hold. */
  readonly copies = new Table<string>(
    (repository) => new AwsError("RepositoryNotFoundException", `There is no repository ${repository}`),
  );
  readonly #sources: ImageSource[] = [];

  add(source: ImageSource): void {
    this.#sources.push(source);
  }

  /** @throws NotSimulated for an image that is not modelled. */
  find(reference: string): SimulatedImage {
    const named = repositoryOf(reference);
    const repository = this.copies.find(named) ?? named;
    for (const source of this.#sources) {
      const found = source.find(repository);
      if (found !== undefined) return found;
    }
    throw new NotSimulated(`image ${reference}`);
  }
}

/** The images that nodes of a cloud can pull. */
export const imagesOf = cloudState(() => new ImageRegistry());

/** An image reference without registry defaults, tag and digest: `nginx:alpine` is `docker.io/library/nginx`. */
export function repositoryOf(reference: string): string {
  const name = reference.replace(/@.*$/, "").replace(/:[^:/]+$/, "");
  const [first = "", ...rest] = name.split("/");
  const hasRegistry =
    rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  if (hasRegistry) return name;
  return rest.length === 0 ? `docker.io/library/${name}` : `docker.io/${name}`;
}
