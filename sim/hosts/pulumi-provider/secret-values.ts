/** Finds values that are known to be secret inside of others. */
import { UNKNOWN } from "../../core/unknown.ts";
import { mapItems } from "../json.ts";

/**
 * Shorter texts are secret only where they stand alone: within longer ones they would be found by accident. The engine's
 * own filter draws the same line (sdk/go/common/util/logging/log.go of pulumi/pulumi).
 */
const SHORTEST_WITHIN_TEXT = 3;

/** Texts that say nothing by themselves; the engine leaves them legible, too. */
const TRUTH_VALUES: ReadonlySet<string> = new Set(["true", "false"]);

/** In place of a secret within a message, as the engine writes it. */
const REDACTED = "[secret]";

/** Plain values that are secret: texts, numbers, and the keys of objects. */
export class SecretValues {
  readonly #texts = new Set<string>();
  /** Those that are looked for within others. */
  readonly #longTexts = new Set<string>();
  readonly #keys: (readonly string[])[] = [];

  /** Takes a value for secret, with all that is inside of it but the texts `clear`. */
  learn(value: unknown, clear: ReadonlySet<string> = new Set()): void {
    if (typeof value === "string" || typeof value === "number") {
      this.#learnText(String(value), clear);
    } else if (Array.isArray(value)) {
      for (const item of value) this.learn(item, clear);
    } else if (typeof value === "object" && value !== null) {
      const keys = Object.keys(value);
      if (keys.length > 0) this.#keys.push(keys);
      for (const item of Object.values(value)) this.learn(item, clear);
    }
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0 && this.#keys.length === 0;
  }

  /** Whether a text or a number contains a secret: as it is, in JSON or in base64. */
  isIn(value: string | number): boolean {
    const text = String(value);
    if (this.#texts.has(text)) return true;
    if (typeof value === "number") return false;
    const decoded = decode(text) ?? "";
    return [...this.#longTexts].some((secret) => text.includes(secret) || decoded.includes(secret));
  }

  /** Whether an object has a secret among its keys, or all the keys of a secret object. */
  isInKeys(object: object): boolean {
    const keys = Object.keys(object);
    return (
      keys.some((key) => this.isIn(key)) || this.#keys.some((secret) => secret.every((key) => key in object))
    );
  }

  /** A message without the secrets. */
  redact(message: string): string {
    return [...this.#longTexts]
      .sort((one, other) => other.length - one.length)
      .reduce((redacted, text) => redacted.replaceAll(text, REDACTED), message);
  }

  /** A value with `[secret]` in place of every secret text, number and object in it. */
  mask(value: unknown): unknown {
    if (typeof value === "string" || typeof value === "number") return this.isIn(value) ? REDACTED : value;
    return mapItems(value, (item) => this.mask(item));
  }

  #learnText(text: string, clear: ReadonlySet<string>): void {
    if (text === "" || text === UNKNOWN || TRUTH_VALUES.has(text) || clear.has(text)) return;
    const spellings = [text, text.trim(), JSON.stringify(text).slice(1, -1), decode(text) ?? ""];
    for (const spelling of spellings) {
      if (spelling !== "") this.#texts.add(spelling);
      if (spelling.length >= SHORTEST_WITHIN_TEXT) this.#longTexts.add(spelling);
    }
  }
}

/** The text that base64 stands for; undefined if it is not base64 of a text. */
function decode(text: string): string | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return decoded.includes("\uFFFD") ? undefined : decoded;
}
