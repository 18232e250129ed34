/** Values in text as Go's standard library reads them, with its words for what it cannot read. */

const BOOLEANS: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

/** https://pkg.go.dev/strconv#ParseBool. @throws Error */
export function parseBool(text: string): boolean {
  const value = BOOLEANS[text];
  if (value === undefined)
    throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
  return value;
}

/** https://pkg.go.dev/strconv#ParseInt, for 32 bits. @throws Error */
export function parseInt32(text: string): number {
  const value = Number(text);
  const fail = (reason: string) => new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${reason}`);
  if (!/^[+-]?\d+$/.test(text)) throw fail("invalid syntax");
  if (value < -(2 ** 31) || value > 2 ** 31 - 1) throw fail("value out of range");
  return value;
}

const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** https://pkg.go.dev/time#ParseDuration: `1h30m`, `15s`. @returns milliseconds. @throws Error */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(h|ms|m|us|µs|ns|s)/g)];
  const read = parts.map(([part]) => part).join("");
  if (parts.length === 0 || read !== text) throw new Error(`time: invalid duration ${JSON.stringify(text)}`);
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS_MS[unit ?? ""] ?? 0), 0);
}
