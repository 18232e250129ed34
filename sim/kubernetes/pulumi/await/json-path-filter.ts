/**
 * Filters of JSONPath (RFC 9535, section 2.3.5): existence, comparisons, `match`, `!`, `&&`, `||` and parentheses.
 */

/** Whether an entry passes a filter. */
export type Filter = (entry: unknown) => boolean;

/** Compiles a path relative to the entry, without its `@`. */
type CompileQuery = (path: string) => (entry: unknown) => readonly unknown[];

type Operand = (entry: unknown) => unknown;

const QUERY = /@((?:\.[A-Za-z_][\w-]*|\[-?\d+\]|\['(?:[^'\\]|\\.)*'\]|\["(?:[^"\\]|\\.)*"\])*)/y;
const LITERAL = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?|true|false|null)/y;
const COMPARISON = /==|!=|<=|>=|<|>/y;

const COMPARE: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": isLess,
  ">": (a, b) => isLess(b, a),
  "<=": (a, b) => a === b || isLess(a, b),
  ">=": (a, b) => a === b || isLess(b, a),
};

/**
 * Compiles what stands between `[?` and `]`.
 *
 * @returns undefined for what goes beyond.
 */
export function compileFilter(text: string, compileQuery: CompileQuery): Filter | undefined {
  const parser = new FilterParser(text, compileQuery);
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof UnexpectedToken) return undefined;
    throw error;
  }
}

class UnexpectedToken extends Error {}

class FilterParser {
  readonly #text: string;
  readonly #compileQuery: CompileQuery;
  #position = 0;

  constructor(text: string, compileQuery: CompileQuery) {
    this.#text = text;
    this.#compileQuery = compileQuery;
  }

  parse(): Filter {
    const filter = this.#alternatives();
    if (this.#position < this.#text.length) throw new UnexpectedToken();
    return filter;
  }

  #alternatives(): Filter {
    const filters = [this.#conjunction()];
    while (this.#take(/\|\|/y)) filters.push(this.#conjunction());
    return (entry) => filters.some((filter) => filter(entry));
  }

  #conjunction(): Filter {
    const filters = [this.#test()];
    while (this.#take(/&&/y)) filters.push(this.#test());
    return (entry) => filters.every((filter) => filter(entry));
  }

  #test(): Filter {
    if (this.#take(/!/y)) {
      const negated = this.#test();
      return (entry) => !negated(entry);
    }
    if (this.#take(/\(/y)) {
      const inner = this.#alternatives();
      this.#expect(/\)/y);
      return inner;
    }
    if (this.#take(/match\(/y)) return this.#match();
    return this.#comparison();
  }

  /** A path on the left is all that is needed: a literal there says nothing about the entry. */
  #comparison(): Filter {
    const left = this.#query();
    const operator = this.#take(COMPARISON)?.[0];
    if (operator === undefined) return (entry) => left(entry).length > 0;
    const right = this.#operand();
    const compare = COMPARE[operator]!;
    return (entry) => compare(left(entry)[0], right(entry));
  }

  /** `match(path, 'expression')`: whether the whole text matches. */
  #match(): Filter {
    const query = this.#query();
    this.#expect(/,/y);
    const expression = new RegExp(`^(?:${String(this.#literal())})$`, "su");
    this.#expect(/\)/y);
    return (entry) => {
      const [value] = query(entry);
      return typeof value === "string" && expression.test(value);
    };
  }

  #operand(): Operand {
    if (this.#text[this.#position] !== "@") {
      const literal = this.#literal();
      return () => literal;
    }
    const query = this.#query();
    return (entry) => query(entry)[0];
  }

  #query(): (entry: unknown) => readonly unknown[] {
    return this.#compileQuery(this.#expect(QUERY)[1]!);
  }

  #literal(): unknown {
    const [, single, double, plain] = this.#expect(LITERAL);
    return plain === undefined ? (single ?? double)!.replace(/\\(.)/g, "$1") : JSON.parse(plain);
  }

  #expect(token: RegExp): RegExpExecArray {
    const match = this.#take(token);
    if (match === null) throw new UnexpectedToken();
    return match;
  }

  #take(token: RegExp): RegExpExecArray | null {
    token.lastIndex = this.#position;
    const match = token.exec(this.#text);
    if (match === null) return null;
    this.#position = token.lastIndex;
    const space = /\s*/y;
    space.lastIndex = this.#position;
    space.exec(this.#text);
    this.#position = space.lastIndex;
    return match;
  }
}

function isLess(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return a < b;
  return typeof a === "string" && typeof b === "string" && a < b;
}
