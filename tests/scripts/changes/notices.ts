/** When something is noticed. */
export type Moment = "before" | "during" | "after" | "on the way back" | "after the way back" | "in the end";

/** What clients and operators notice of a change: each thing once, with its moments. */
export class Notices {
  readonly #moments = new Map<string, Set<Moment>>();

  add(moment: Moment, what: string): void {
    const moments = this.#moments.get(what) ?? new Set();
    this.#moments.set(what, moments.add(moment));
  }

  /** `during, on the way back: myeks does not answer` */
  lines(): string[] {
    return [...this.#moments].map(([what, moments]) => `${[...moments].join(", ")}: ${what}`);
  }
}

/** A message without what differs from run to run: ids, addresses, generated names and times. */
export function withoutIds(message: string): string {
  return message
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "...")
    .replaceAll(/\b(?=[a-f]*\d)[0-9a-f]{7,}\b/g, "...")
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\d/])/g, "...");
}
