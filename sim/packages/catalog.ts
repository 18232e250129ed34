import type { Catalog } from "../core/resource-type.ts";
import { awsxComponents } from "./awsx/components.ts";
import { eksComponents } from "./eks/components.ts";

/** Components that plugins expand: awsx and eks. */
export const packagesCatalog: Catalog = {
  components: [...awsxComponents, ...eksComponents],
};
