import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components/index.ts";

/** Every component that the package exports. */
export const COMPONENT_CLASSES = Object.values(components).filter(
  (value): value is typeof value & (new (...args: never[]) => pulumi.ComponentResource) =>
    typeof value === "function" && value.prototype instanceof pulumi.ComponentResource,
);
