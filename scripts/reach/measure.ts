/**
 * Writes reached.json anew: `npm run reach`, which takes minutes, or `npm run reach -- <tests>` for the runs of some tests
 * alone. See tests/support/reach.ts.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { DRILLS } from "../../fleet/local/drills/index.ts";
import { CHANGES } from "../changes/index.ts";
import { describeChange } from "../changes/render.ts";
import { knownItems, type Item } from "./known.ts";
import { reached, REACHED_FILE, type Run } from "./reached.ts";

/** Tests that make runs. */
const TESTS = [
  "tests/scripts/reach.test.ts",
  "tests/scripts/changes",
  "tests/examples",
  "tests/fleet/local/drills",
  "tests/stacks/upgrade.behaviour.test.ts",
  "tests/sim/charts/aws-load-balancer-controller/controller/recordings.behaviour.test.ts",
  "tests/sim/packages/replay.behaviour.test.ts",
];

const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "reach-"));
try {
  const { status } = spawnSync(
    "npx",
    ["vitest", "run", "--project", "unit", ...(only.length === 0 ? TESTS : only)],
    {
      env: { ...process.env, REACH: folder },
      stdio: "inherit",
    },
  );
  if (status !== 0) throw new Error("a run failed");
  const runs = readRuns();
  const others = only.length === 0 ? [] : Object.entries(reached).filter(([run]) => !runs.has(run));
  for (const [run, items] of others) runs.set(run, new Set(items));
  const options = await resolveConfig(REACHED_FILE);
  writeFileSync(REACHED_FILE, await format(JSON.stringify(byFirstRun(runs)), { ...options, parser: "json" }));
} finally {
  rmSync(folder, { recursive: true });
}

/** What each run reached each time that it was made. */
function readRuns(): Map<Run, ReadonlySet<Item>> {
  const runs = new Map<Run, ReadonlySet<Item>>();
  for (const file of readdirSync(folder)) {
    const { run, items } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      readonly run: Run;
      readonly items: readonly Item[];
    };
    const found = new Set(items);
    runs.set(run, common(runs.get(run) ?? found, found));
  }
  return runs;
}

function common<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): Set<T> {
  return new Set([...one].filter((member) => other.has(member)));
}

/** Each known item under the first run that reaches it. */
function byFirstRun(runs: ReadonlyMap<Run, ReadonlySet<Item>>): Record<Run, Item[]> {
  const missing = new Set(knownItems());
  const result: Record<Run, Item[]> = {};
  for (const run of inOrder([...runs.keys()])) {
    const first = common(missing, runs.get(run)!);
    if (first.size > 0) result[run] = [...first].sort();
    for (const one of first) missing.delete(one);
  }
  return result;
}

/** The repository's own stacks first, then rows of changes as they stand, examples, drills as they are listed, and all else. */
function inOrder(runs: readonly Run[]): Run[] {
  const order = [
    "npm run local",
    ...CHANGES.map(describeChange),
    ...runs.filter((run) => run.startsWith("example ")).sort(),
    ...DRILLS.map(({ name }) => `drill ${name}`),
  ];
  const place = (run: Run): number => (order.includes(run) ? order.indexOf(run) : order.length);
  return [...runs].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
