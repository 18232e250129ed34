/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export const LAST_PRIORITY = 50_000;

/** Numbers of rules by the rules' names. */
export type Priorities = Readonly<Record<string, number>>;

/** Which numbers rules get. */
export interface PriorityRange {
  /** All are above it. */
  readonly above: number;
  /** How far apart they stand, the first from the beginning too, so that later ones fit between. */
  readonly step: number;
}

/**
 * Numbers for rules in their order. Rules that are there keep theirs as far as the order allows, and no other gets a number
 * that one of them had: so rules are added, taken away and moved one by one, in whatever order, and none is in the way of
 * another, nor is a request that a rule takes left without it meanwhile. Only where no number is left between two rules, all
 * are numbered anew.
 *
 * @param names of the rules, in the order in which they are tried.
 * @param former numbers of those that were there before, also of those that go.
 */
export function assignPriorities(
  names: readonly string[],
  former: Priorities,
  range: PriorityRange,
): Priorities {
  const kept = longestRise(names.map((name) => within(former[name], range)));
  const found =
    fillGaps(names, kept, former, range) ??
    fillGaps(names, new Set(), former, range) ??
    fillGaps(names, new Set(), former, { ...range, step: 1 });
  if (found === undefined) throw new Error(`no room for ${names.length} rules above priority ${range.above}`);
  return found;
}

function within(priority: number | undefined, { above }: PriorityRange): number | undefined {
  return priority !== undefined && priority > above ? priority : undefined;
}

/** Places of as many numbers as possible of which each is above the one before. */
function longestRise(numbers: readonly (number | undefined)[]): ReadonlySet<number> {
  const best: number[][] = [];
  for (const [place, number] of numbers.entries()) {
    if (number === undefined) {
      best.push([]);
      continue;
    }
    const before = best.filter((rise) => rise.length > 0 && numbers[rise.at(-1)!]! < number);
    best.push([...longest(before), place]);
  }
  return new Set(longest(best));
}

function longest(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.reduce((found, list) => (list.length > found.length ? list : found), []);
}

/** Numbers for all that are not kept; undefined where they do not fit. */
function fillGaps(
  names: readonly string[],
  kept: ReadonlySet<number>,
  former: Priorities,
  range: PriorityRange,
): Priorities | undefined {
  const taken = new Set(Object.values(former));
  const priorities: Record<string, number> = {};
  let before = range.above;
  for (let place = 0; place < names.length;) {
    const next = nextKept(place, names.length, kept);
    const end = next < names.length ? former[names[next]!]! : undefined;
    const numbers = between(before, end, next - place, { ...range, taken });
    if (numbers === undefined) return undefined;
    numbers.forEach((number, index) => (priorities[names[place + index]!] = number));
    if (end !== undefined) priorities[names[next]!] = end;
    before = end ?? numbers.at(-1) ?? before;
    place = next + 1;
  }
  return priorities;
}

function nextKept(place: number, end: number, kept: ReadonlySet<number>): number {
  while (place < end && !kept.has(place)) place += 1;
  return place;
}

interface Free extends PriorityRange {
  readonly taken: ReadonlySet<number>;
}

/** So many free numbers between two, evenly; behind the last one a step apart. */
function between(before: number, end: number | undefined, count: number, range: Free): number[] | undefined {
  if (count === 0) return [];
  if (end === undefined) return behind(before, count, range);
  const free = Array.from({ length: Math.max(0, end - before - 1) }, (_, index) => before + 1 + index).filter(
    (number) => !range.taken.has(number),
  );
  if (free.length < count) return undefined;
  return Array.from(
    { length: count },
    (_, index) => free[Math.floor(((index + 0.5) * free.length) / count)]!,
  );
}

function behind(before: number, count: number, { step, taken }: Free): number[] | undefined {
  const numbers: number[] = [];
  for (let number = before + step; numbers.length < count; number += step) {
    while (taken.has(number)) number += 1;
    if (number > LAST_PRIORITY) return undefined;
    numbers.push(number);
  }
  return numbers;
}
