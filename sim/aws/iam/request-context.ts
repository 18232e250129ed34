/**
 * The condition keys of one request, and the policy variables that stand for them.
 * Names of keys are compared without regard to case, their values are not.
 */
export class RequestContext {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(keys: Readonly<Record<string, string | readonly string[]>>) {
    this.#values = new Map(
      Object.entries(keys).map(([key, value]) => [
        key.toLowerCase(),
        typeof value === "string" ? [value] : value,
      ]),
    );
  }

  /** All values of a key; undefined when the request does not have it. */
  get(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }

  /**
   * Replaces `${aws:username}`, `${key, 'default'}` and the literal `${*}`, `${?}`, `${$}` by plain text.
   *
   * @returns undefined when a variable has no single value: what refers to it then matches nothing.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  substitute(text: string): string | undefined {
    const parts = this.#split(text);
    return parts?.map((part) => part.text).join("");
  }

  /** As {@link substitute}, as a pattern in which `*` and `?` outside of variables are wildcards.
   *
   * @param flags `i` where letter case does not matter (actions).
   */
  pattern(text: string, flags: "" | "i" = ""): RegExp | undefined {
    if (!text.includes("${")) return constantPattern(text, flags);
    const parts = this.#split(text);
    if (parts === undefined) return undefined;
    const source = parts.map((part) => (part.literal ? escape(part.text) : wildcard(part.text))).join("");
    return new RegExp(`^${source}$`, "s");
  }

  #split(text: string): { text: string; literal: boolean }[] | undefined {
    const parts: { text: string; literal: boolean }[] = [];
    let end = 0;
    for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
      const value = this.#variable(match[1]!);
      if (value === undefined) return undefined;
      parts.push({ text: text.slice(end, match.index), literal: false }, { text: value, literal: true });
      end = match.index + match[0].length;
    }
    parts.push({ text: text.slice(end), literal: false });
    return parts;
  }

  #variable(expression: string): string | undefined {
    if (expression === "*" || expression === "?" || expression === "$") return expression;
    const [, key = expression, fallback] = /^([^,]+?)\s*,\s*'([^']*)'$/.exec(expression) ?? [];
    const values = this.get(key.trim());
    return values?.length === 1 ? values[0] : fallback;
  }
}

/** Patterns without variables: each call of a role tries some hundred of them. */
const constantPatterns = new Map<string, RegExp>();
const CONSTANT_PATTERNS_LIMIT = 10_000;

function constantPattern(text: string, flags: string): RegExp {
  const key = `${flags}/${text}`;
  let pattern = constantPatterns.get(key);
  if (pattern === undefined) {
    if (constantPatterns.size >= CONSTANT_PATTERNS_LIMIT) constantPatterns.clear();
    pattern = new RegExp(`^${wildcard(text)}$`, `s${flags}`);
    constantPatterns.set(key, pattern);
  }
  return pattern;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function wildcard(text: string): string {
  return text.replace(/[*?]|[^*?]+/g, (part) => (part === "*" ? ".*" : part === "?" ? "." : escape(part)));
}
