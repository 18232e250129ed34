import { createHash } from "node:crypto";

/** Physical ids from a seed: the same seed and order of requests give the same ids, in AWS's own formats. */
export class Ids {
  readonly seed: string;
  #count: number;

  /** @param count how many ids were handed out before, when a saved world goes on. */
  constructor(seed: string, count = 0) {
    this.seed = seed;
    this.#count = count;
  }

  /** How many ids were handed out, to be saved with the world. */
  get count(): number {
    return this.#count;
  }

  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string {
    let digits = "";
    while (digits.length < length) digits += sha256(`${this.seed}/${this.#count++}`);
    return digits.slice(0, length);
  }

  /** An EC2-style id: `vpc-0a1b2c3d4e5f60718`, 17 hexadecimal digits after the prefix. */
  ec2(prefix: string): string {
    return `${prefix}-0${this.hex(16)}`;
  }

  /** A version-4 style UUID, as Kubernetes gives each object. */
  uuid(): string {
    const h = this.hex(32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  }

  /** `length` upper-case letters and digits, as in IAM unique ids. */
  upper(length: number): string {
    return this.hex(length).toUpperCase();
  }

  /** `length` of the consonants and digits that Kubernetes uses for generated name suffixes. */
  suffix(length: number): string {
    const alphabet = "bcdfghjklmnpqrstvwxz2456789";
    return [...this.hex(length * 2).matchAll(/../g)]
      .map(([pair]) => alphabet[Number.parseInt(pair, 16) % alphabet.length])
      .join("");
  }
}

/** The hexadecimal SHA-256 of `text`. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
