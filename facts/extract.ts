/**
 * Writes what the CustomResourceDefinitions of others say: `lbc-crds.json` and `lbc-gateway-crds.json` from the files
 * `crds/crds.yaml` and `crds/gateway-crds.yaml` of AWS Load Balancer Controller's chart, and `gateway-api-crds.json` from the
 * Gateway API's `config/crd/standard`, without its admission policy. They are saved as `<name>-v<release>.yaml`. Releases whose
 * file is not in the folder stay as they are.
 *
 *     npx node facts/extract.ts <folder, or UPSTREAM_DATA>
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { CrdReleases } from "./crds.ts";
import { extractDefinitions, mergeReleases } from "./extraction.ts";

const NAMES = ["lbc-crds", "lbc-gateway-crds", "gateway-api-crds"];

const folder = process.argv[2] ?? process.env["UPSTREAM_DATA"];
if (folder === undefined) throw new Error("name the folder with upstream's files, or set UPSTREAM_DATA");
const found = NAMES.flatMap((name) => releasesIn(folder, name).map((release) => ({ name, release })));
if (found.length === 0) throw new Error(`${folder} has none of ${NAMES.join(", ")}, each -v<release>.yaml`);
for (const name of NAMES) {
  const releases = found.filter((file) => file.name === name).map(({ release }) => release);
  if (releases.length > 0) await write(folder, name, releases);
}

function releasesIn(path: string, name: string): string[] {
  const pattern = new RegExp(`^${name}-v(.+)\\.yaml$`);
  return readdirSync(path).flatMap((file) => pattern.exec(file)?.[1] ?? []);
}

async function write(path: string, name: string, releases: readonly string[]): Promise<void> {
  const target = new URL(`${name}.json`, import.meta.url);
  const known = JSON.parse(readFileSync(target, "utf8")) as CrdReleases[];
  const definitions = releases.map((release) => [
    release,
    extractDefinitions(readFileSync(join(path, `${name}-v${release}.yaml`), "utf8")),
  ]);
  const json = JSON.stringify(mergeReleases(known, Object.fromEntries(definitions)));
  const style = await resolveConfig(import.meta.filename);
  writeFileSync(target, await format(json, { ...style, parser: "json" }));
}
