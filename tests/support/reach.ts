/** Notes what a run reaches of the simulated cloud, and holds it against scripts/reach/. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { item, type Item } from "../../scripts/reach/known.ts";
import { KEPT } from "../../scripts/reach/kept.ts";
import { reached, type Run } from "../../scripts/reach/reached.ts";
import { functionType, remoteComponent, resourceType, simulated } from "../../sim/catalog.ts";
import type { ReleaseRequest } from "../../sim/charts/types.ts";
import { Journal, type JournalEntry } from "../../sim/core/journal.ts";
import { ApiServer } from "../../sim/kubernetes/api-server.ts";
import { repositoryOf } from "../../sim/kubernetes/image-registry.ts";
import type { Manifest } from "../../sim/kubernetes/types.ts";
import { charts } from "../../sim/services.ts";

/** What the runs that go on have reached so far. */
const recordings = new Set<Set<Item>>();

/**
 * Makes a run, and expects it to reach all that it is said to reach, and nothing of what is kept unreached.
 *
 * @param run as scripts/reach/reached.json names it. With the environment variable REACH, a folder, what it reaches is
 * written there instead: see scripts/reach/measure.ts.
 */
export async function reaching<T>(run: Run, play: () => T | Promise<T>): Promise<T> {
  const recording = listen();
  try {
    const result = await play();
    compare(run, recording);
    return result;
  } finally {
    recordings.delete(recording);
  }
}

/** The same for a run that goes over several tests, which build on each other. */
export function testsReach(run: Run): void {
  let recording: Set<Item>;
  beforeAll(() => {
    recording = listen();
  });
  afterAll(() => {
    recordings.delete(recording);
    compare(run, recording);
  });
}

function listen(): Set<Item> {
  observe();
  const recording = new Set<Item>();
  recordings.add(recording);
  return recording;
}

function compare(run: Run, recording: ReadonlySet<Item>): void {
  const folder = process.env["REACH"];
  if (folder !== undefined) return write(folder, run, recording);
  const missing = (reached[run] ?? []).filter((one) => !recording.has(one));
  const kept = Object.keys(KEPT).filter((one) => recording.has(one as Item));
  expect(
    { missing, kept },
    `${run} reaches something else: npm run reach -- <this test>, and see scripts/reach/kept.ts`,
  ).toEqual({
    missing: [],
    kept: [],
  });
}

function write(folder: string, run: Run, recording: ReadonlySet<Item>): void {
  mkdirSync(folder, { recursive: true });
  const name = `${encodeURIComponent(run).slice(0, 150)}-${crypto.randomUUID()}.json`;
  writeFileSync(join(folder, name), JSON.stringify({ run, items: [...recording].sort() }));
}

function note(one: Item): void {
  for (const recording of recordings) recording.add(one);
}

let observed = false;

/** Begins to listen where everything that is reached passes. */
function observe(): void {
  if (observed) return;
  observed = true;
  const { resources, functions, components } = simulated();
  for (const token of resources) {
    for (const method of ["create", "read", "update", "delete"] as const) {
      before(resourceType(token), method, () => note(item("type", token)));
    }
  }
  for (const token of functions) before(functionType(token), "invoke", () => note(item("function", token)));
  for (const token of components)
    before(remoteComponent(token), "expand", () => note(item("component", token)));
  for (const chart of charts) {
    before(chart, "render", ({ values }: ReleaseRequest) => {
      for (const value of Object.keys(values)) note(item("chart value", `${chart.name} ${value}`));
    });
  }
  before(Journal.prototype, "add", noteCall);
  for (const method of ["create", "apply", "update", "updateStatus"] as const) {
    before(ApiServer.prototype, method, noteObject);
  }
  before(ApiServer.prototype, "recordEvent", () => note(item("kind", "v1/Event")));
  before(ApiServer.prototype, "patch", (gvk: string) => note(item("kind", gvk)));
}

/** Has a method tell of each of its calls while somebody listens: tests of the same process may call it as they like. */
function before<A extends never[]>(target: object, method: string, tell: (...args: A) => void): void {
  const methods = target as Record<string, ((...args: A) => unknown) | undefined>;
  const original = methods[method];
  if (original === undefined) return;
  methods[method] = function (this: unknown, ...args: A): unknown {
    if (recordings.size > 0) tell(...args);
    return original.apply(this, args);
  };
}

function noteCall({ service, action, parameters }: JournalEntry): void {
  note(item("operation", `${service}:${action}`));
  if (action === "CreateAddon") note(item("add-on", String(parameters["addonName"])));
}

function noteObject({ apiVersion, kind, ...object }: Manifest): void {
  note(item("kind", `${apiVersion}/${kind}`));
  if (kind !== "Pod") return;
  const { containers } = object["spec"] as { readonly containers: readonly { readonly image: string }[] };
  for (const { image } of containers) {
    note(item("image", repositoryOf(image).replace(/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//, "")));
  }
}
