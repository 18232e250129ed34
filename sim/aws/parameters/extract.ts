/**
 * Writes `input-shapes.json` anew from a folder with a model for each service, `<service>.json.gz`. The Python package
 * botocore has them as `botocore/data/<service>/<version>/service-2.json.gz`.
 *
 *     npx node sim/aws/parameters/extract.ts <folder>
 */
import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { extractInputShapes } from "./extraction.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("name the folder with botocore's models, one <service>.json.gz each");
const json = JSON.stringify(extractInputShapes(folder), undefined, 2);
const style = await resolveConfig(import.meta.filename);
writeFileSync(
  new URL("input-shapes.json", import.meta.url),
  await format(json, { ...style, parser: "json" }),
);
