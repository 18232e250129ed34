/** Reads the event log of a Pulumi command. */
import { existsSync, readFileSync } from "node:fs";

/** What the engine did, or in a preview would do, to one resource. */
export interface EngineStep {
  readonly op: string;
  readonly type: string;
  readonly name: string;
  /** Properties that differ. */
  readonly diffs: readonly string[];
}

export interface EngineEvents {
  /** Steps that change something, in order. A refresh counts only what it found changed. */
  readonly steps: readonly EngineStep[];
  /** Number of resources by operation, as in the command's summary. */
  readonly changes: Readonly<Record<string, number>>;
  /** Messages of errors and warnings. */
  readonly diagnostics: readonly string[];
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
  readonly diffs?: readonly string[];
  readonly detailedDiff?: Readonly<Record<string, unknown>>;
}

/** Steps that leave everything as it is. */
const IDLE = new Set(["same", "read", "refresh"]);

export function readEvents(path: string): EngineEvents {
  const events = existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as LoggedEvent)
    : [];
  return {
    steps: [
      ...events.flatMap(({ resourcePreEvent }) => steps(resourcePreEvent)),
      // A refresh knows only afterwards what it found.
      ...events
        .flatMap(({ resOutputsEvent }) => steps(resOutputsEvent))
        .filter(({ op }) => op === "refreshed"),
    ],
    changes: events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    diagnostics: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent !== undefined && /^(error|warning)$/.test(diagnosticEvent.severity)
        ? [diagnosticEvent.message.replaceAll(/<\{%[^%]*%\}>/g, "").trim()]
        : [],
    ),
  };
}

function steps(event: { readonly metadata: StepMetadata } | undefined): EngineStep[] {
  if (event === undefined || IDLE.has(event.metadata.op)) return [];
  const { op, urn, type, diffs } = event.metadata;
  return [{ op, type, name: urn.split("::").slice(3).join("::"), diffs: diffs ?? [] }];
}
