/**
 * Writes built-in-types.json: the fields of the built-in kinds, from the OpenAPI document of a real API server.
 *
 *     kubectl get --raw /openapi/v2 | npx node sim/kubernetes/schema/extract.ts > sim/kubernetes/schema/built-in-types.json
 */
import { readFileSync } from "node:fs";
import { extractTypes, type OpenApiSchema } from "./extraction.ts";

const document = JSON.parse(readFileSync(process.argv[2] ?? 0, "utf8")) as {
  readonly definitions: Readonly<Record<string, OpenApiSchema>>;
};
process.stdout.write(`${JSON.stringify(extractTypes(document.definitions), undefined, 2)}\n`);
