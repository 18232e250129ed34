/** nginx's configuration syntax. https://nginx.org/en/docs/beginners_guide.html#conf_structure */

/** nginx refuses its configuration; the message is what it prints after `nginx: `. */
export class NginxConfigError extends Error {
  constructor(message: string, file: string, line: number) {
    super(`[emerg] ${message} in ${file}:${line}`);
  }
}

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** Directives between braces; undefined for a simple directive. */
  readonly block?: readonly Directive[];
  readonly file: string;
  readonly line: number;
}

interface Token {
  readonly text: string;
  readonly line: number;
  /** A bare `;`, `{` or `}`, not a quoted one. */
  readonly mark: boolean;
}

/** @throws NginxConfigError in nginx's words. */
export function parseConfig(text: string, file: string): Directive[] {
  const parser = new Parser(tokenize(text, file), file, text.split("\n").length);
  return parser.directives(false);
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #file: string;
  readonly #lastLine: number;
  #next = 0;

  constructor(tokens: readonly Token[], file: string, lastLine: number) {
    this.#tokens = tokens;
    this.#file = file;
    this.#lastLine = lastLine;
  }

  directives(inBlock: boolean): Directive[] {
    const found: Directive[] = [];
    for (;;) {
      const token = this.#tokens[this.#next++];
      if (token === undefined) {
        if (inBlock) throw this.#error('unexpected end of file, expecting "}"', this.#lastLine);
        return found;
      }
      if (!token.mark) found.push(this.#directive(token));
      else if (token.text === "}" && inBlock) return found;
      else throw this.#error(`unexpected "${token.text}"`, token.line);
    }
  }

  #directive(name: Token): Directive {
    const args: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#next++];
      if (token === undefined) {
        throw this.#error('unexpected end of file, expecting ";" or "}"', this.#lastLine);
      }
      if (!token.mark) args.push(token.text);
      else if (token.text === "}") throw this.#error('unexpected "}"', token.line);
      else {
        const where = { name: name.text, args, file: this.#file, line: token.line };
        return token.text === "{" ? { ...where, block: this.directives(true) } : where;
      }
    }
  }

  #error(message: string, line: number): NginxConfigError {
    return new NginxConfigError(message, this.#file, line);
  }
}

/** Words are separated by space, `;`, `{` and `}`; quotes keep them together; `${name}` is part of a word. */
function tokenize(text: string, file: string): Token[] {
  const pattern =
    /#[^\n]*|\s+|[;{}]|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|(?:\\[^]|\$\{\w+\}|[^\s;{}"'\\])(?:\\[^]|\$\{\w+\}|[^\s;{}\\])*|[^]/g;
  const tokens: Token[] = [];
  let line = 1;
  for (const [part] of text.matchAll(pattern)) {
    const quoted = part.length > 1 && /^["']/.test(part);
    if (quoted) tokens.push({ text: unescape(part.slice(1, -1)), line, mark: false });
    else if (/^["']$/.test(part)) {
      throw new NginxConfigError(
        'unexpected end of file, expecting ";" or "}"',
        file,
        text.split("\n").length,
      );
    } else if (/^[;{}]$/.test(part)) tokens.push({ text: part, line, mark: true });
    else if (!/^(#|\s)/.test(part)) tokens.push({ text: unescape(part), line, mark: false });
    line += part.split("\n").length - 1;
  }
  return tokens;
}

/** nginx knows a few escapes; other backslashes stay. */
function unescape(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    n: "\n",
    t: "\t",
    r: "\r",
    '"': '"',
    "'": "'",
    "\\": "\\",
  };
  return text.replace(/\\([^])/g, (match, letter: string) => escapes[letter] ?? match);
}
