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

/** Thousandths as a quantity: `1500m`, and `2` for 2000. */
export function formatMilli(value: number): string {
  return value % 1_000 === 0 ? withSuffix(value / 1_000) : `${value}m`;
}

/** A whole number in as few digits as the decimal suffixes allow: `50M`, but `16777216`. */
function withSuffix(value: number): string {
  const suffixes = ["", "k", "M", "G", "T", "P"];
  let [left, suffix] = [value, 0];
  while (left !== 0 && left % 1_000 === 0 && suffix < suffixes.length - 1)
    [left, suffix] = [left / 1_000, suffix + 1];
  return `${left}${suffixes[suffix]}`;
}
