/** Reads the event log of a Pulumi command. */
import { existsSync, readFileSync } from "node:fs";

/** What the engine did, or in a preview would do, to one resource. */
export interface EngineStep {
  readonly op: string;
  readonly type: string;
  readonly name: string;
  /** Paths of the properties that differ. */
  readonly diffs: readonly string[];
  /** Outputs after the step, in a preview as far as they are known. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface EngineEvents {
  /** Steps that change something, in order. A refresh counts only what it found changed. */
  readonly steps: readonly EngineStep[];
  /** Number of resources by operation, as in the command's summary. */
  readonly changes: Readonly<Record<string, number>>;
  /** Messages of errors and warnings. */
  readonly diagnostics: readonly string[];
}

/** One line for each step: `update web: spec.replicas`, `create web`. */
export function summaries(steps: readonly EngineStep[]): string[] {
  return steps.map(({ op, name, diffs }) =>
    diffs.length === 0 ? `${op} ${name}` : `${op} ${name}: ${diffs.join(", ")}`,
  );
}

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go */
interface LoggedEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly summaryEvent?: { readonly resourceChanges: Record<string, number> };
  readonly diagnosticEvent?: { readonly message: string; readonly severity: string };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  readonly new?: { readonly outputs?: Readonly<Record<string, unknown>> } | null;
}

/** How messages mark colours, e.g. `<{%reset%}>`. */
const COLOUR = /<\{%[^%]*%\}>/g;

/** Steps that leave everything as it is. */
const IDLE = new Set(["same", "read", "refresh"]);

/** Reads an event log; there is none when the command failed before it began. */
export function readEvents(path: string): EngineEvents {
  const events = existsSync(path) ? parseLog(readFileSync(path, "utf8")) : [];
  return {
    steps: stepsOf(events),
    changes: events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    diagnostics: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent !== undefined && /^(error|warning)$/.test(diagnosticEvent.severity)
        ? [diagnosticEvent.message.replaceAll(COLOUR, "").trim()]
        : [],
    ),
  };
}

function parseLog(text: string): LoggedEvent[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LoggedEvent);
}

/** A step is told of before it runs, but what a refresh finds is known only afterwards. */
function stepsOf(events: readonly LoggedEvent[]): EngineStep[] {
  const refreshing = new Set<string>();
  const outputs = new Map(
    events.flatMap(({ resOutputsEvent: event }) =>
      event === undefined ? [] : [[event.metadata.urn, event.metadata.new?.outputs ?? {}] as const],
    ),
  );
  return events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
    const before = resourcePreEvent?.metadata;
    const after = resOutputsEvent?.metadata;
    if (before?.op === "refresh") refreshing.add(before.urn);
    const told = after !== undefined && refreshing.delete(after.urn) ? after : before;
    return told === undefined || IDLE.has(told.op) ? [] : [stepOf(told, outputs.get(told.urn) ?? {})];
  });
}

function stepOf(
  { op, urn, type, diffs, detailedDiff }: StepMetadata,
  outputs: EngineStep["outputs"],
): EngineStep {
  const paths = Object.keys(detailedDiff ?? {});
  return {
    op,
    type,
    name: urn.split("::").slice(3).join("::"),
    diffs: (paths.length > 0 ? paths : [...(diffs ?? [])]).sort(),
    outputs,
  };
}
