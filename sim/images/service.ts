import type { Service } from "../service.ts";
import { imagesOf } from "../kubernetes/image-registry.ts";
import { pageImages } from "./pages.ts";
import { standIn } from "./stand-in.ts";

/** Images of applications, with a stand-in for those that nobody knows: it has to be the last one asked. */
export const imagesService: Service = {
  name: "images",
  state: imagesOf,
  images: {
    names: Object.keys(pageImages),
    find: (repository) => pageImages[repository] ?? standIn,
  },
};
