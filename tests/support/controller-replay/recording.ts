import { readFileSync } from "node:fs";
import type { KubeObject, Manifest } from "../../../sim/kubernetes/types.ts";
import type { Snapshot } from "./snapshot.ts";

/** A scenario as it was recorded from AWS Load Balancer Controller v3.5.0. */
export interface Recording {
  readonly scenario: string;
  readonly about: string;
  readonly steps: readonly RecordedStep[];
}

/** One step of a recording, and what there was after it. */
export interface RecordedStep {
  readonly step: string;
  /** Objects and remarks by cluster, in order. */
  readonly given: readonly (readonly [cluster: string, given: Manifest | string, result?: unknown])[];
  readonly after: Snapshot;
  /** Kind, name, finalizers and status of Gateways and routes, where they were recorded, without times. */
  readonly gateway?: readonly KubeObject[];
}

/** Reads a recording by the name of its file. */
export function readRecording<T = Recording>(name: string): T {
  const url = new URL(`../../fixtures/controller-traces/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as T;
}
