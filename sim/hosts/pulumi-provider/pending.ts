/** Values inside of a component that other registrations will give. */

/** A value in the engine's encoding, with the URNs that it came from. */
export interface WireValue {
  readonly value: unknown;
  readonly dependencies: readonly string[];
}

/** A value that another registration will give. */
export class Pending {
  readonly value: Promise<WireValue>;

  constructor(value: Promise<WireValue>) {
    this.value = value;
    // Whoever needs the value sees its failure; one that nobody needs must not end the process.
    value.catch(() => undefined);
  }
}

/** Waits for everything pending inside of a value. */
export async function resolve(value: unknown): Promise<WireValue> {
  if (value instanceof Pending) {
    const { value: inner, dependencies } = await value.value;
    const resolved = await resolve(inner);
    return { value: resolved.value, dependencies: [...dependencies, ...resolved.dependencies] };
  }
  if (Array.isArray(value)) {
    const items = await Promise.all(value.map(resolve));
    return {
      value: items.map((item) => item.value),
      dependencies: items.flatMap((item) => item.dependencies),
    };
  }
  if (typeof value !== "object" || value === null) return { value, dependencies: [] };
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await resolve(item)] as const),
  );
  return {
    value: Object.fromEntries(
      entries.filter(([, item]) => item.value !== undefined).map(([key, item]) => [key, item.value]),
    ),
    dependencies: entries.flatMap(([, item]) => item.dependencies),
  };
}
