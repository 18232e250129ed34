/** One character of a pattern, or a wildcard for one or for any number of them. */
type Part = string | typeof ONE | typeof ANY;

const ONE = Symbol("?");
const ANY = Symbol("*");

/** Wildcards in a pattern; a backslash before one makes it a character like any other. */
export function wildcardsIn(pattern: string): number {
  return partsOf(pattern).filter((part) => typeof part === "symbol").length;
}

/**
 * Whether a pattern takes all that another one takes. It errs to one side: sometimes it does not see that it does, as with
 * `?*` and `*?`; but where it says so, that is so.
 */
export function covers(pattern: string, other: string): boolean {
  const others = partsOf(other);
  return partsOf(pattern)
    .reduce<readonly number[]>((places, part) => placesAfter(part, places, others), [0])
    .includes(others.length);
}

/**
 * Up to where the other pattern can be taken, where it has been taken up to one of `places`. To `ANY` and `ONE` its own
 * wildcards are characters.
 */
function placesAfter(part: Part, places: readonly number[], others: readonly Part[]): readonly number[] {
  if (part === ANY) return [...others.keys(), others.length].filter((place) => place >= Math.min(...places));
  return places.filter((place) => takes(part, others[place])).map((place) => place + 1);
}

function takes(part: Part, other: Part | undefined): boolean {
  return part === ONE ? other !== undefined && other !== ANY : part === other;
}

function partsOf(pattern: string): Part[] {
  return [...pattern.matchAll(/\\?[^]/g)].map(([written]) => {
    if (written === "*") return ANY;
    if (written === "?") return ONE;
    return written.replace(/^\\(?=[^])/, "");
  });
}
