/**
 * The part of JSONPath (RFC 9535) that `pulumi.com/waitFor` annotations use: names, indices, wildcards, and filters that
 * compare with a text, number or truth value.
 */
import { NotSimulated } from "../../../core/errors.ts";
import { isRecord } from "../../api/plain.ts";

type Step = (value: unknown) => readonly unknown[];

const TOKEN =
  /\.\*|\[\*\]|\.([A-Za-z_][\w-]*)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[\?\(?\s*@((?:\.[A-Za-z_][\w-]*)+)\s*==\s*('[^']*'|"[^"]*"|[\w.-]+)\s*\)?\]/y;

/**
 * Compiles an expression such as `.status.conditions[?(@.type=="Ready")].status`.
 *
 * @returns a function that gives all matching values.
 * @throws NotSimulated for what goes beyond.
 */
export function compileJsonPath(path: string): Step {
  const expression = path.startsWith("$") ? path.slice(1) : path;
  const steps: Step[] = [];
  let position = 0;
  while (position < expression.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(expression);
    if (match === null) throw new NotSimulated("JSONPath", path);
    position += match[0].length;
    steps.push(stepOf(match));
  }
  return (value) => steps.reduce<readonly unknown[]>((values, step) => values.flatMap(step), [value]);
}

function stepOf([, dotName, index, singleQuoted, doubleQuoted, filterPath, literal]: RegExpExecArray): Step {
  const name = dotName ?? unescape(singleQuoted) ?? unescape(doubleQuoted);
  if (name !== undefined) return (value) => (isRecord(value) && name in value ? [value[name]] : []);
  if (index !== undefined) {
    return (value) => {
      const item = Array.isArray(value) ? (value.at(Number(index)) as unknown) : undefined;
      return item === undefined ? [] : [item];
    };
  }
  if (filterPath !== undefined && literal !== undefined) {
    const select = compileJsonPath(filterPath);
    const wanted = /^['"]/.test(literal) ? literal.slice(1, -1) : (JSON.parse(literal) as unknown);
    return (value) => elements(value).filter((item) => select(item).includes(wanted));
  }
  return elements;
}

function elements(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}

function unescape(text: string | undefined): string | undefined {
  return text?.replace(/\\(.)/g, "$1");
}
