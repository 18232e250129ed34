/** Inputs as Pulumi spells them, and as an API does: most differ by the first letter alone. */
type Spelling = (value: object) => object;

/** @param otherWords those of Pulumi that the API spells in another way. */
export function spellings(otherWords: Readonly<Record<string, string>>): {
  readonly toApi: Spelling;
  readonly fromApi: Spelling;
} {
  const back = Object.fromEntries(Object.entries(otherWords).map(([ours, api]) => [api, ours]));
  return {
    toApi: (value) =>
      spelled(value, (key) => otherWords[key] ?? key[0]!.toUpperCase() + key.slice(1)) as object,
    fromApi: (value) => spelled(value, (key) => back[key] ?? key[0]!.toLowerCase() + key.slice(1)) as object,
  };
}

function spelled(value: unknown, spell: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => spelled(one, spell));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [spell(key), spelled(one, spell)]));
}
