import type { Catalog } from "../../core/resource-type.ts";

/** Pulumi types and functions of this service. */
export const ec2Catalog: Catalog = {};
