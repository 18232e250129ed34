/** What can be wrong with data from outside: a member is missing, has another type, is null, or is unknown. */

export interface Mutation {
  /** `/IpPermissions/0/FromPort is null` */
  readonly what: string;
  readonly value: unknown;
}

/** Every mutation of a value, one at a time, at every depth. */
export function mutationsOf(value: unknown, path = ""): Mutation[] {
  if (typeof value !== "object" || value === null) return [];
  // Entries of a list are alike.
  const entries = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  return [
    ...(Array.isArray(value)
      ? []
      : [{ what: `${path} has a member more`, value: { ...value, unknownMember: "x" } }]),
    ...entries.flatMap(([key, item]) => {
      const here = `${path}/${key}`;
      const put = (other: unknown): unknown =>
        Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
      return [
        { what: `${here} is missing`, value: without(value, key) },
        ...othersThan(item).map((other) => ({
          what: `${here} is ${JSON.stringify(other)}`,
          value: put(other),
        })),
        ...mutationsOf(item, here).map((inner) => ({ what: inner.what, value: put(inner.value) })),
      ];
    }),
  ];
}

function without(value: object, key: string): unknown {
  if (Array.isArray(value)) return value.filter((_, index) => index !== Number(key));
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function othersThan(item: unknown): unknown[] {
  const kind = (value: unknown): string => (Array.isArray(value) ? "list" : typeof value);
  const others = ["x", -1, [null], {}];
  return [null, ...others.filter((other) => kind(other) !== kind(item) || other === -1)];
}

/** Words that only a defect brings about. */
export const DEFECT =
  /undefined|is not a function|is not iterable|Cannot (read|convert|set|use)|\[object |NaN/;
