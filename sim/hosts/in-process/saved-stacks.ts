import { StackState, type ResourceRecord } from "./stack-state.ts";
import { plainValue, valueOfPlain } from "./wire.ts";

/** What the host remembers of one stack, as plain data. */
export interface SavedStack {
  readonly project: string;
  readonly resources: readonly ResourceRecord[];
  /** Replaced, and still to be deleted. */
  readonly superseded: readonly ResourceRecord[];
  readonly outputs: ResourceRecord["outputs"];
}

/** Stacks by name. */
export type SavedStacks = Readonly<Record<string, SavedStack>>;

/** Plain data of its own: what becomes of the stack later does not show in it. */
export function saveStack({ project, resources, superseded, outputs }: StackState): SavedStack {
  return plainValue({
    project,
    resources: [...resources.values()],
    superseded: [...superseded],
    outputs,
  }) as SavedStack;
}

export function restoreStack(saved: SavedStack): StackState {
  const { project, resources, superseded, outputs } = valueOfPlain(saved) as SavedStack;
  const state = new StackState(project);
  for (const record of resources) state.resources.set(record.urn, record);
  for (const record of superseded) state.superseded.add(record);
  state.outputs = outputs;
  return state;
}
