import { readFileSync } from "node:fs";
import type { Item } from "./known.ts";

/**
 * A run that reaches something: `npm run local`, `pulumi refresh`, `drill <name>`, `example <name>`, `recording <name>`, or a
 * row of scripts/changes/.
 */
export type Run = string;

/** Where {@link reached} is kept; measure.ts writes it. */
export const REACHED_FILE = new URL("./reached.json", import.meta.url);

/** What each run was seen to reach; each thing once, under the first run that does. */
export const reached = JSON.parse(readFileSync(REACHED_FILE, "utf8")) as Readonly<
  Record<Run, readonly Item[]>
>;
