/** One change of the configuration of a living fleet, and what it does. Tests make each of them; a page lists them. */
export interface Change extends ChangeOptions {
  /** The field that changes, as the schema has it: `nodeGroups[].count`. */
  readonly field: string;
  readonly value: unknown;
  readonly effect: Effect;
}

export interface ChangeOptions {
  /** Further values that change with it, by path; undefined takes one away. */
  readonly with?: Settings;
  /** What the stack is configured with before, beside the repository's own configuration. */
  readonly before?: Settings;
  /** Says what is changed where the value does not: "one more". */
  readonly words?: string;
  /** Whose configuration changes. Default: that of the stack that owns the load balancer. */
  readonly of?: "owner" | "member" | "all";
  /** The fleet that lives. Default: that of the repository's stacks. */
  readonly fleet?: FleetName;
  /** Hosts that clients ask for besides those that the fleet has anyway. */
  readonly hosts?: readonly string[];
  /** Names that clients look up in Route 53, in place of that of the shared load balancer. */
  readonly names?: readonly string[];
  /** What comes before the last step of the way back: values beside those of `before`, for an update of each stack. */
  readonly back?: readonly Settings[];
}

/**
 * Fleets of three stacks: a primary with the repository's one page and two members; the same with several applications; an
 * edge that shares requests out by weights, and two members with the same applications.
 */
export type FleetName = "repository" | "applications" | "edge";

/**
 * Values by path, `nodeGroups[0].count`. A text in angle brackets stands for something that is in the account already,
 * see `tests/scripts/changes/given.ts`.
 */
export type Settings = Readonly<Record<string, unknown>>;

/** What becomes of resources, by the last part of their type, each once and in alphabetical order. */
export interface Steps {
  readonly creates?: readonly string[];
  readonly updates?: readonly string[];
  /** A new one comes before the old one goes, unless two cannot be there at once. */
  readonly replaces?: readonly string[];
  readonly deletes?: readonly string[];
}

export interface Effect extends Steps {
  /** Refused before anything is touched, in these words. */
  readonly refused?: string;
  /** Refused in the middle of the update, in these words. */
  readonly failed?: readonly string[];
  /** What the next update of the other stacks does, by stack: they need one. */
  readonly others?: Readonly<Record<string, Steps>>;
  /**
   * What clients and operators notice during and after the change, on the way back, and when all is destroyed. Nothing,
   * if all is as it should be: every cluster answers all the time, and no request fails.
   */
  readonly notices?: readonly string[];
}

export function change(field: string, value: unknown, effect: Effect, options: ChangeOptions = {}): Change {
  return { field, value, effect, ...options };
}

/** What the next update of both members does, where it is the same. */
export function inMembers(steps: Steps): NonNullable<Effect["others"]> {
  return { cluster2: steps, cluster3: steps };
}

/** The same in every stack. */
export function everywhere(steps: Steps): Effect {
  return { ...steps, others: inMembers(steps) };
}

/** The values that a change sets, by path. */
export function settingsOf(change: Change): Settings {
  return { ...change.with, [pathOf(change)]: change.value };
}

/** Every field that a change changes, as the schema has them. */
export function fieldsChanged({ field, with: others = {} }: Change): string[] {
  return [field, ...Object.keys(others).map((path) => path.replaceAll(/\[\d+\]/g, "[]"))];
}

/** Where the field stands in the configuration: in the first entry of a list. */
export function pathOf({ field }: Pick<Change, "field">): string {
  return field.replaceAll("[]", "[0]");
}
