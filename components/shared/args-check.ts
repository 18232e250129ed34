import * as pulumi from "@pulumi/pulumi";
import type { Address4 } from "ip-address";
import { canonicalCidr, parseCidr } from "./cidr.ts";
import type { Form } from "./forms.ts";
import { pathText, type ArgKey, type KeyOf, type Place, type Problem, type ProblemOf } from "./problem.ts";
import { shown } from "./shown.ts";

/** The least and the most that an arg may be, both allowed. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What stands in args under a key, as far as it is there already and has keys of its own. */
type Below<Args, Key> = Args extends readonly (infer Item)[]
  ? Plain<Item>
  : Args extends unknown
    ? Key extends keyof Args
      ? Plain<Args[Key]>
      : never
    : never;

type Plain<Value> = Exclude<Extract<Value, object>, Promise<unknown> | pulumi.OutputInstance<unknown>>;

/**
 * Looks at a component's args one after the other and keeps what is wrong, so that all of it can be said at once.
 * Optional args may be absent, and values that are known only later (Outputs) pass: whoever gets them checks them.
 */
export class ArgsCheck<Args extends object> {
  readonly args: Args;
  /** Where in the component's args these are. */
  readonly place: Place;
  readonly #problems: Problem[];
  readonly #quotesKeys: boolean;

  /** @param of the check that these args are a part of. */
  constructor(
    args: Args,
    of: { readonly place: Place; readonly problems: Problem[]; readonly quotesKeys?: boolean } = {
      place: { keys: [], path: "" },
      problems: [],
    },
  ) {
    this.args = args;
    this.place = of.place;
    this.#problems = of.problems;
    this.#quotesKeys = of.quotesKeys ?? false;
  }

  /** What was found, in the order in which it was looked for. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** The check of what stands under a key, to note problems in it; undefined if there is nothing, or nothing yet. */
  at<Key extends KeyOf<Args>>(key: Key): ArgsCheck<Below<Args, Key>> | undefined {
    const value = this.#value(key);
    return isPlain(value) ? this.#below(key, value as Below<Args, Key>) : undefined;
  }

  /** One check for each mapping in the list under a key. */
  each<Key extends KeyOf<Args>>(key: Key): readonly ArgsCheck<Below<Below<Args, Key>, number>>[] {
    const list = this.at(key) as ArgsCheck<readonly object[]> | undefined;
    const checks = list?.args.map((_, index) => list.at(index)!) ?? [];
    return checks as unknown as readonly ArgsCheck<Below<Below<Args, Key>, number>>[];
  }

  /** The check of other args, such as those without defaults, that stand in the same place. */
  withArgs<Other extends object>(args: Other): ArgsCheck<Other> {
    return new ArgsCheck(args, { place: this.place, problems: this.#problems });
  }

  /** The same check, in whose messages the keys are quoted: `tags["my key"]`. */
  withQuotedKeys(): ArgsCheck<Args> {
    return new ArgsCheck(this.args, { place: this.place, problems: this.#problems, quotesKeys: true });
  }

  /** Notes a problem of the value under a key, if there is one. */
  add(key: KeyOf<Args>, reason: string | undefined): void {
    this.addAt(this.#placeOf(key), reason);
  }

  /** Notes a problem of all that is checked here, or of another place. */
  addAt(place: Place, reason: string | undefined): void {
    if (reason !== undefined) this.#problems.push({ ...(place as Problem), reason });
  }

  /** A whole number within limits; true if it is one, or absent. */
  integer(key: KeyOf<Args>, { min, max }: Range): boolean {
    const value = this.#value(key);
    if (value === undefined || (isInteger(value) && value >= min && value <= max)) return true;
    this.add(key, `is ${String(value)}; use a whole number from ${min} to ${max}`);
    return false;
  }

  /** True or false. */
  boolean(key: KeyOf<Args>): void {
    const value = this.#value(key);
    if (typeof value !== "boolean") this.add(key, `is ${shown(value)}; use true or false`);
  }

  /** A text of a form that is put into words: `a VPC id such as vpc-0a1b2c3d`. */
  text(key: KeyOf<Args>, [pattern, expected]: Form): void {
    const value = this.#value(key);
    if (typeof value !== "string" || pattern.test(value)) return;
    this.add(key, `is ${shown(value)}; use ${expected}`);
  }

  /** Texts of one form: all that are in the list or mapping under a key. */
  texts(key: KeyOf<Args>, form: Form): void {
    this.#forAll(key, (all, one) => all.text(one, form));
  }

  /**
   * An IPv4 block in canonical form, see {@link parseCidr}.
   *
   * @param example a block to show to those who wrote none.
   * @returns the block, if it is one.
   */
  cidr(key: KeyOf<Args>, example: string): Address4 | undefined {
    const value = this.#value(key) as string;
    const block = parseCidr(value);
    if (block !== undefined) return block;
    const canonical = canonicalCidr(value);
    const remedy =
      canonical === undefined
        ? `; use an IPv4 block such as ${example}`
        : `, with bits beyond its prefix; use ${canonical}`;
    this.add(key, `is ${shown(value)}${remedy}`);
    return undefined;
  }

  /** IPv4 blocks of the list under a key, each named once. */
  cidrs(key: KeyOf<Args>, example: string): void {
    this.#forAll(key, (all, one) => all.cidr(one, example));
    this.distinct(key);
  }

  /** A list that names nothing twice. Values that are known only later differ from all others. */
  distinct(key: KeyOf<Args>): void {
    this.#forAll(key, (all, one) => {
      const values = Object.values(all.args);
      const earlier = values.indexOf(values[one as number]);
      if (typeof values[one as number] !== "string" || earlier === one) return;
      all.add(
        one,
        `is ${shown(values[earlier])}, as is ${pathText([this.#placeOf(key).path, earlier])}; name it once`,
      );
    });
  }

  /** One of a few words. For args that reach the component from config or JavaScript, past the compiler. */
  oneOf(key: KeyOf<Args>, allowed: readonly string[]): void {
    const value = this.#value(key) as string | undefined;
    if (value === undefined || allowed.includes(value)) return;
    this.add(key, `is ${shown(value)}; use one of ${allowed.join(", ")}`);
  }

  /** As {@link oneOf}, for all that are in the list under a key. */
  allOf(key: KeyOf<Args>, allowed: readonly string[]): void {
    this.#forAll(key, (all, one) => all.oneOf(one, allowed));
  }

  #forAll(key: KeyOf<Args>, look: (all: ArgsCheck<Record<ArgKey, unknown>>, one: never) => void): void {
    const all = this.at(key) as ArgsCheck<object> | undefined;
    if (all === undefined) return;
    const keys: readonly ArgKey[] = Array.isArray(all.args) ? [...all.args.keys()] : Object.keys(all.args);
    for (const one of keys) look(all as ArgsCheck<Record<ArgKey, unknown>>, one as never);
  }

  #below<Part extends object>(key: KeyOf<Args>, value: Part): ArgsCheck<Part> {
    return new ArgsCheck(value, { place: this.#placeOf(key), problems: this.#problems });
  }

  #placeOf(key: KeyOf<Args>): Place {
    const { keys, path } = this.place;
    const spelled = this.#quotesKeys
      ? `${path}[${shown(key)}]`
      : pathText([...(path === "" ? [] : [path]), key]);
    return { keys: [...keys, key], path: spelled };
  }

  #value(key: KeyOf<Args>): unknown {
    return this.args[key as keyof Args];
  }
}

/** The problems of a check as those of a component with these args. */
export function problemsIn<Args extends object>(check: ArgsCheck<Args>): readonly ProblemOf<Args>[] {
  return check.problems as readonly ProblemOf<Args>[];
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !pulumi.Output.isInstance(value) &&
    !(value instanceof Promise)
  );
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
