/** Keeps secret what a program gave as a secret, wherever it turns up in an answer. */
import { isObject } from "../../core/is-object.ts";
import { ResourceInitError } from "../../core/errors.ts";
import { valueAt, type PropertyPath } from "../../core/property-path.ts";
import type { Properties } from "../../core/resource-type.ts";
import { SecretValues } from "./secret-values.ts";
import { asSecret, hasSecret, isSigned, plain, secretElement } from "./values.ts";

/** Where a request holds secrets; all values in the engine's encoding. */
export interface SecretSources {
  /** What the program gives. */
  readonly inputs: Properties;
  /** What it gave before: secret as well, but for what it gives in the clear now. */
  readonly before?: Properties;
  /** State of which the answer tells the present values: what is secret there stays so, place by place. */
  readonly state?: Properties;
  /** What the provider was configured with: `defaultTags` turn up in outputs. */
  readonly config?: Properties;
  /** Properties that are secret whatever the program says of them. */
  readonly always?: readonly string[] | undefined;
}

/**
 * The secrets of one request. An engine leaves them to a provider that accepts them; for one that does not, it marks only
 * outputs of the same name, and a secret tag would be legible in `tagsAll`. Here a value is secret
 *
 * - where the program's input at the same place is one; a list then as a whole, since clouds order lists anew;
 * - where it contains a secret text or number: as it is, in JSON or in base64;
 * - where it is an object with all the keys of a secret one.
 *
 * Truth values, and texts that were hashed or spelled otherwise, are not recognised at another place.
 */
export class Secrets {
  readonly #values = new SecretValues();
  /** Where secrets stood before, in the shape of a resource's properties. */
  readonly #patterns: readonly unknown[];
  readonly #sources: readonly unknown[];
  readonly #always: readonly string[];

  constructor({ inputs, before, state, config, always = [] }: SecretSources) {
    this.#always = always;
    this.#patterns = [inputs, state].filter(hasSecret);
    for (const property of always) this.#values.learn(plain(inputs[property]));
    for (const element of secretsIn([inputs, config])) this.#values.learn(element);
    this.#sources = [inputs, before];
    const old = secretsIn(before);
    if (old.length === 0) return;
    const clear = new Set(clearTexts(inputs));
    for (const element of old) this.#values.learn(element, clear);
  }

  /** The values of an answer, in the engine's encoding. What is marked already stays as it is. */
  mark(properties: Properties): Properties {
    if (this.#values.isEmpty && this.#patterns.length === 0 && this.#always.length === 0) return properties;
    return Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [
        key,
        this.#always.includes(key) ? asSecret(value) : this.#marked(value, at(this.#patterns, key)),
      ]),
    );
  }

  /** Whether a program gives, or gave, a secret at a path. */
  isAt(path: PropertyPath): boolean {
    return this.#sources.some((source) => secretElement(valueAt(source, path)) !== undefined);
  }

  /** A message without the secrets. */
  redact(message: string): string {
    return this.#values.redact(message);
  }

  /** Runs it, and takes the secrets out of the error with which it may fail. */
  async guard<T>(run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResourceInitError) {
        const reasons = error.reasons.map((reason) => this.redact(reason));
        throw new ResourceInitError(error.id, this.mark(error.outputs), reasons);
      }
      if (error instanceof Error) error.message = this.redact(error.message);
      throw error;
    }
  }

  /** @param patterns what stands at the same place where secrets are known. */
  #marked(value: unknown, patterns: readonly unknown[]): unknown {
    if (patterns.some((pattern) => secretElement(pattern) !== undefined)) return asSecret(value);
    if (typeof value === "string" || typeof value === "number") {
      return patterns.some(hasSecret) || this.#values.isIn(value) ? asSecret(value) : value;
    }
    if (typeof value !== "object" || value === null || isSigned(value)) return value;
    if (Array.isArray(value)) {
      return patterns.some(hasSecret) ? asSecret(value) : value.map((item) => this.#marked(item, []));
    }
    if (this.#values.isInKeys(value)) return asSecret(value);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#marked(item, at(patterns, key))]),
    );
  }
}

/** What patterns have at a key; patterns that are not objects are left out. */
function at(patterns: readonly unknown[], key: string): unknown[] {
  return patterns.flatMap((pattern) => (isObject(pattern) ? [pattern[key]] : []));
}

/** The plain values that are marked as secret. */
function secretsIn(value: unknown): unknown[] {
  const element = secretElement(value);
  if (element !== undefined) return [plain(element.value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

/** Texts and numbers that are not secret. */
function clearTexts(value: unknown): string[] {
  if (secretElement(value) !== undefined) return [];
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(clearTexts) : [];
}
