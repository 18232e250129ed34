import { fileURLToPath } from "node:url";

/** Folder of the project: where Pulumi.yaml and index.ts are. */
export const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));
