import type * as pulumi from "@pulumi/pulumi";
import type { Address4 } from "ip-address";
import { refuseProblems, type Problem } from "./args-error.ts";
import { canonicalCidr, parseCidr } from "./cidr.ts";
import { shown } from "./shown.ts";

/** The least and the most that an arg may be, both allowed. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Looks at a component's args one after the other and keeps what is wrong, so that all of it can be said at once.
 * Optional args may be absent, and values that are known only later (Outputs) pass: whoever gets them checks them.
 */
export class ArgsCheck {
  readonly #component: string;
  readonly #problems: Problem[] = [];

  /** @param component class and name, e.g. `Vpc "edge"`. */
  constructor(component: string) {
    this.#component = component;
  }

  /** Notes a problem that the caller found. */
  add(path: string, reason: string): void {
    this.#problems.push({ path, reason });
  }

  /** A whole number within limits; true if it is one, or absent. */
  integer(path: string, value: number | undefined, { min, max }: Range): boolean {
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return true;
    this.add(path, `is ${String(value)}; use a whole number from ${min} to ${max}`);
    return false;
  }

  /** A text of a form that `expected` puts into words: `a VPC id such as vpc-0a1b2c3d`. */
  text(path: string, value: pulumi.Input<string> | undefined, pattern: RegExp, expected: string): void {
    if (typeof value !== "string" || pattern.test(value)) return;
    this.add(path, `is ${shown(value)}; use ${expected}`);
  }

  /**
   * An IPv4 block in canonical form, see {@link parseCidr}.
   *
   * @param example a block to show to those who wrote none.
   * @returns the block, if it is one.
   */
  cidr(path: string, value: string, example: string): Address4 | undefined {
    const block = parseCidr(value);
    if (block !== undefined) return block;
    const canonical = canonicalCidr(value);
    const remedy =
      canonical === undefined
        ? `; use an IPv4 block such as ${example}`
        : `, with bits beyond its prefix; use ${canonical}`;
    this.add(path, `is ${shown(value)}${remedy}`);
    return undefined;
  }

  /** A list that names nothing twice. Values that are known only later differ from all others. */
  distinct(path: string, values: readonly pulumi.Input<string>[] | undefined): void {
    values?.forEach((value, index) => {
      const earlier = values.indexOf(value);
      if (typeof value !== "string" || earlier === index) return;
      this.add(`${path}[${index}]`, `is ${shown(value)}, as is ${path}[${earlier}]; name it once`);
    });
  }

  /** One of a few words. For args that reach the component from config or JavaScript, past the compiler. */
  oneOf(path: string, value: string | undefined, allowed: readonly string[]): void {
    if (value === undefined || allowed.includes(value)) return;
    this.add(path, `is ${shown(value)}; use one of ${allowed.join(", ")}`);
  }

  /** @throws ArgsError with everything that was noted, if anything was. */
  finish(): void {
    refuseProblems(this.#component, this.#problems);
  }
}
