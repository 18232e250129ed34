import type { Catalog } from "../core/resource-type.ts";

/** Pulumi types of the kubernetes package. */
export const kubernetesCatalog: Catalog = {};
