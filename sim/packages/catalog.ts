import type { Catalog } from "../core/resource-type.ts";

/** Components that plugins expand: awsx and eks. */
export const packagesCatalog: Catalog = {};
