/** Kubernetes quantities: `250m`, `1.5`, `512Mi`, `2G`. */

const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** The regular expression that the API server quotes when it refuses a quantity. */
export const QUANTITY_PATTERN = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";

/** A quantity in its base unit (cores, bytes, pieces), or undefined for a text that is not a quantity. */
export function parseQuantity(value: string | number): number | undefined {
  if (typeof value === "number") return value;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?)$/.exec(value);
  if (match === null) return undefined;
  const [, digits = "", exponent = "", suffix = ""] = match;
  return Number(`${digits}${exponent}`) * (factors[suffix] ?? 1);
}
