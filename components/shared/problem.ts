/** A key on the way to a value: of a mapping, or the place in a list. */
export type ArgKey = string | number;

/** Keys of args; of a choice between args those of each. */
export type KeyOf<Args> = Args extends readonly unknown[]
  ? number
  : Args extends unknown
    ? keyof Args & string
    : never;

/** Where in args something is. */
export interface Place {
  /** Keys from the args down, e.g. `["nodeGroups", 0, "minSize"]`. */
  readonly keys: readonly ArgKey[];
  /** The same in words, e.g. `nodeGroups[0].minSize`. */
  readonly path: string;
}

/**
 * One thing that is wrong with a component's args.
 *
 * @typeParam Key keys of the args, where they are known.
 */
export interface Problem<Key extends ArgKey = string> extends Place {
  /** Keys from the args down, e.g. `["nodeGroups", 0, "minSize"]`; none if it is the component's name that is wrong. */
  readonly keys: readonly [Key, ...ArgKey[]] | readonly [];
  /** The value, the rule and the remedy: `is 4, more than maxSize 3; lower it or raise maxSize`. */
  readonly reason: string;
}

/** A problem of a component with these args. */
export type ProblemOf<Args> = Problem<KeyOf<Args>>;

/** The place of problems with the name that a component was given. */
export const COMPONENT_NAME = { keys: [], path: "the component's name" } as const satisfies Place;

/** A problem at a place of a component's args. */
export function problemAt<Key extends ArgKey>(
  keys: readonly [Key, ...ArgKey[]],
  reason: string,
): Problem<Key> {
  return { keys, path: pathText(keys), reason };
}

/** The place of keys of a component's args. */
export function placeOf(...keys: readonly ArgKey[]): Place {
  return { keys, path: pathText(keys) };
}

/** Keys as messages spell them: `nodeGroups[0].minSize`. */
export function pathText(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    return path === "" ? String(key) : `${path}.${String(key)}`;
  }, "");
}
