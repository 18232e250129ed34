/** Loads what the Pulumi engine loads before a stack's program starts. */
import "../../stacks/preload.js";

await import("@pulumi/pulumi");
await import("../../index.ts");
