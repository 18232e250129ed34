/** Tokens of CEL, the language of validation rules: https://github.com/google/cel-spec/blob/master/doc/langdef.md */

export type Token =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "name"; readonly value: string }
  | { readonly kind: "operator"; readonly value: string };

const pattern =
  /\s+|(?<number>\d+(?:\.\d+)?)u?|(?<raw>r?)(?:"""(?<triple>[^]*?)"""|"(?<double>(?:\\[^]|[^"\\])*)"|'(?<single>(?:\\[^]|[^'\\])*)')|(?<name>[A-Za-z_]\w*)|(?<operator>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}])|(?<other>[^])/g;

/** @throws SyntaxError */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups = {} } of text.matchAll(pattern)) {
    const { number, raw, triple, double, single, name, operator, other } = groups;
    const quoted = triple ?? double ?? single;
    if (other !== undefined) throw new SyntaxError(`unexpected ${other}`);
    if (number !== undefined) tokens.push({ kind: "number", value: Number(number) });
    else if (quoted !== undefined)
      tokens.push({ kind: "string", value: raw === "r" ? quoted : unescape(quoted) });
    else if (name !== undefined) tokens.push({ kind: "name", value: name });
    else if (operator !== undefined) tokens.push({ kind: "operator", value: operator });
  }
  return tokens;
}

function unescape(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return text.replace(/\\([^])/g, (_, letter: string) => escapes[letter] ?? letter);
}
