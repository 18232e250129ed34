/** Writes `input-shapes.json` anew: `node sim/aws/parameters/extract.ts <folder of botocore's models>`. */
import { writeFileSync } from "node:fs";
import { extractInputShapes } from "./extraction.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("name the folder with botocore's models, one <service>.json.gz each");
const shapes = extractInputShapes(folder);
writeFileSync(new URL("input-shapes.json", import.meta.url), `${JSON.stringify(shapes, undefined, 2)}\n`);
