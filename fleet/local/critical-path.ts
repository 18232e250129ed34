/**
 * How long it takes to bring stacks up when everything goes on side by side that can: the longest path over the virtual
 * durations of steps. Here one step runs after another, so virtual time adds up, and the path is computed.
 */
import type { OnStep } from "../../sim/hosts/in-process/events.ts";
import { prerequisitesOf, type ResourceRecord } from "../../sim/hosts/in-process/stack-state.ts";

/** A step that takes virtual time. */
export interface PathStep {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly durationMs: number;
}

export interface CriticalPath {
  readonly durationMs: number;
  /** From the first to the last; those that take no virtual time are left out. */
  readonly steps: readonly PathStep[];
}

/** A stack that is up, with its own path. */
export interface TimedStack {
  readonly stack: string;
  /** The stack whose outputs it reads: it begins when that one is up. */
  readonly owner?: string;
  readonly path: CriticalPath;
}

const NOTHING: CriticalPath = { durationMs: 0, steps: [] };

/** Takes down how much virtual time each step of an update takes, without steps that run within it. */
export class StepTimer {
  /** In milliseconds, by URN. */
  readonly durations = new Map<string, number>();
  readonly #now: () => number;
  /** The running steps, each within the one before it: a remote component's has those of its children. */
  readonly #running: { readonly urn: string; readonly startedAt: number; withinMs: number }[] = [];

  /** @param now virtual time in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  readonly onStep: OnStep = ({ status, urn }) => {
    if (status === "started") {
      this.#running.push({ urn, startedAt: this.#now(), withinMs: 0 });
      return;
    }
    // What comes before a step may fail without its having started.
    if (this.#running.at(-1)?.urn !== urn) return;
    const { startedAt, withinMs } = this.#running.pop()!;
    const totalMs = this.#now() - startedAt;
    const around = this.#running.at(-1);
    if (around !== undefined) around.withinMs += totalMs;
    if (status === "done") this.durations.set(urn, totalMs - withinMs);
  };
}

/** The longest path through the resources of one stack. */
export function pathOfStack(
  stack: string,
  records: readonly ResourceRecord[],
  durations: ReadonlyMap<string, number>,
): CriticalPath {
  const byUrn = new Map(records.map((record) => [record.urn, record]));
  const prerequisites = prerequisitesOf(records);
  const paths = new Map<string, CriticalPath>();
  const pathTo = (record: ResourceRecord): CriticalPath => {
    const known = paths.get(record.urn);
    if (known !== undefined) return known;
    // Those of a component's own children would go in a circle.
    paths.set(record.urn, NOTHING);
    const before = longest(
      prerequisites(record)
        .flatMap((urn) => byUrn.get(urn) ?? [])
        .map(pathTo),
    );
    const path = then(before, stepOf(stack, record, durations.get(record.urn) ?? 0));
    paths.set(record.urn, path);
    return path;
  };
  return longest(records.map(pathTo));
}

/** The longest path through all stacks. @param stacks each after its owner. */
export function pathOfFleet(stacks: readonly TimedStack[]): CriticalPath {
  const paths = new Map<string, CriticalPath>();
  for (const { stack, owner = "", path } of stacks) {
    const before = paths.get(owner) ?? NOTHING;
    paths.set(stack, then(before, path));
  }
  return longest([...paths.values()]);
}

function stepOf(stack: string, { type, name }: ResourceRecord, durationMs: number): CriticalPath {
  return { durationMs, steps: durationMs === 0 ? [] : [{ stack, type, name, durationMs }] };
}

function then(first: CriticalPath, second: CriticalPath): CriticalPath {
  return {
    durationMs: first.durationMs + second.durationMs,
    steps: [...first.steps, ...second.steps],
  };
}

function longest(paths: readonly CriticalPath[]): CriticalPath {
  return paths.reduce((best, path) => (path.durationMs > best.durationMs ? path : best), NOTHING);
}
