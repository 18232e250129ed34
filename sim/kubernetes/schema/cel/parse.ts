import { tokenize, type Token } from "./tokens.ts";

export type Expression =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "field"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly at: Expression }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly target: Expression | undefined;
      readonly args: readonly Expression[];
    }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "choice";
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

/** Binary operators, from the weakest to the strongest. */
const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!=", "<", "<=", ">", ">=", "in"],
  ["+", "-"],
  ["*", "/", "%"],
];

const constants: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/** @throws SyntaxError for a text that is not CEL, or goes beyond the part of CEL that is known here. */
export function parse(text: string): Expression {
  const parser = new Parser(tokenize(text));
  const expression = parser.expression();
  parser.end();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(): Expression {
    const test = this.#binary(0);
    if (!this.#take("?")) return test;
    const yes = this.expression();
    this.#expect(":");
    return { kind: "choice", test, yes, no: this.expression() };
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw this.#error();
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.#take(candidate));
      if (operator === undefined) return left;
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    const operator = ["!", "-"].find((candidate) => this.#take(candidate));
    return operator === undefined ? this.#member() : { kind: "unary", operator, operand: this.#unary() };
  }

  #member(): Expression {
    let expression = this.#primary();
    for (;;) {
      if (this.#take(".")) {
        const name = this.#name();
        expression = this.#take("(")
          ? { kind: "call", name, target: expression, args: this.#list(")") }
          : { kind: "field", of: expression, name };
      } else if (this.#take("[")) {
        expression = { kind: "index", of: expression, at: this.expression() };
        this.#expect("]");
      } else return expression;
    }
  }

  #primary(): Expression {
    if (this.#take("(")) {
      const inner = this.expression();
      this.#expect(")");
      return inner;
    }
    if (this.#take("[")) return { kind: "list", items: this.#list("]") };
    const token = this.#tokens[this.#next++];
    if (token?.kind === "number" || token?.kind === "string") return { kind: "literal", value: token.value };
    if (token?.kind !== "name") throw this.#error();
    if (Object.hasOwn(constants, token.value)) return { kind: "literal", value: constants[token.value] };
    if (this.#take("(")) return { kind: "call", name: token.value, target: undefined, args: this.#list(")") };
    return { kind: "name", name: token.value };
  }

  #list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#take(end)) {
      if (items.length > 0) this.#expect(",");
      items.push(this.expression());
    }
    return items;
  }

  #name(): string {
    const token = this.#tokens[this.#next++];
    if (token?.kind !== "name") throw this.#error();
    return token.value;
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#next];
    if (token === undefined || token.value !== text || token.kind === "string") return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#error();
  }

  #error(): SyntaxError {
    return new SyntaxError(`unexpected ${String(this.#tokens[this.#next]?.value ?? "end")}`);
  }
}
