type OptionalKeys<T> = { [Key in keyof T]-?: undefined extends T[Key] ? Key : never }[keyof T];

/** `T` with the fields that may be undefined as fields that may be missing. */
export type Defined<T> = Omit<T, OptionalKeys<T>> & {
  [Key in OptionalKeys<T>]?: Exclude<T[Key], undefined>;
};

/**
 * The fields that have a value. AWS, Kubernetes and Pulumi tell a field that is missing from one that is there.
 *
 * @example
 * { Id: targetId, ...defined({ Port: port }) }
 */
export function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
