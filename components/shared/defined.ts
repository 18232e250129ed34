type OptionalKeys<T> = { [Key in keyof T]-?: undefined extends T[Key] ? Key : never }[keyof T];

/** `T` with the fields that may be undefined as fields that may be missing. */
export type Defined<T> = Omit<T, OptionalKeys<T>> & {
  [Key in OptionalKeys<T>]?: Exclude<T[Key], undefined>;
};

/**
 * The fields that have a value, to spread into args: a field that is there and undefined is another thing than one that is
 * missing, to the compiler and to whoever looks at the inputs of a resource.
 *
 * @example
 * { name, ...defined({ keyName, userData }) }
 */
export function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** A list or a map; undefined where nothing is in it. */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}
