/**
 * Writes lbc-crds.json: what the CustomResourceDefinitions of AWS Load Balancer Controller say, from its chart's
 * `crds/crds.yaml`, saved as `lbc-crds-v<release>.yaml`. Releases whose file is not in the folder stay as they are.
 *
 *     npx node facts/extract.ts <folder, or UPSTREAM_DATA>
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { extractDefinitions, mergeReleases } from "./extraction.ts";
import known from "./lbc-crds.json" with { type: "json" };

const folder = process.argv[2] ?? process.env["UPSTREAM_DATA"];
if (folder === undefined) throw new Error("name the folder with upstream's files, or set UPSTREAM_DATA");
const releases = readdirSync(folder).flatMap((file) => /^lbc-crds-v(.+)\.yaml$/.exec(file)?.[1] ?? []);
if (releases.length === 0) throw new Error(`${folder} has no lbc-crds-v<release>.yaml`);
const found = releases.map((release) => [
  release,
  extractDefinitions(readFileSync(join(folder, `lbc-crds-v${release}.yaml`), "utf8")),
]);
const json = JSON.stringify(mergeReleases(known, Object.fromEntries(found)));
const style = await resolveConfig(import.meta.filename);
writeFileSync(new URL("lbc-crds.json", import.meta.url), await format(json, { ...style, parser: "json" }));
