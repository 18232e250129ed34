/** `1 stack`, `2 stacks` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `1.2 s` */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** `a, b, c and 4 more` */
export function shortened(items: readonly string[], listed = 5): string {
  const rest = items.length - listed;
  return `${items.slice(0, listed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
