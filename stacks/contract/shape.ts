/** What the value of one output must look like. */
export interface Shape<T> {
  readonly expected: string;
  accepts(value: unknown): value is T;
}

export function text(pattern: RegExp, expected: string): Shape<string> {
  return { expected, accepts: (value): value is string => typeof value === "string" && pattern.test(value) };
}

export function list(pattern: RegExp, expected: string): Shape<string[]> {
  return {
    expected,
    accepts: (value): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === "string" && pattern.test(item)),
  };
}

/** Values by names, none of which needs to be there. */
export function mapping(pattern: RegExp, expected: string): Shape<Record<string, string>> {
  return {
    expected,
    accepts: (value): value is Record<string, string> =>
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((item) => typeof item === "string" && pattern.test(item)),
  };
}

export function integer(min: number, max: number): Shape<number> {
  return {
    expected: min === max ? String(min) : `a whole number from ${min} to ${max}`,
    accepts: (value): value is number =>
      Number.isInteger(value) && min <= Number(value) && Number(value) <= max,
  };
}
