/** The part of JSONPath (RFC 9535) that `pulumi.com/waitFor` annotations use: names, indices, wildcards and filters. */
import { NotSimulated } from "../../../core/errors.ts";
import { isObject } from "../../../core/is-object.ts";
import { compileFilter } from "./json-path-filter.ts";

type Step = (value: unknown) => readonly unknown[];

const TOKEN =
  /\.\*|\[\*\]|\.([A-Za-z_][\w-]*)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[\?\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+)\]|[^\]['"])+)\]/y;

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
    const step = match && stepOf(match);
    if (!step) throw new NotSimulated("JSONPath", path);
    position += match[0].length;
    steps.push(step);
  }
  return (value) => steps.reduce<readonly unknown[]>((values, step) => values.flatMap(step), [value]);
}

function stepOf([, dotName, index, singleQuoted, doubleQuoted, filter]: RegExpExecArray): Step | undefined {
  const name = dotName ?? unescape(singleQuoted) ?? unescape(doubleQuoted);
  if (name !== undefined) return (value) => (isObject(value) && name in value ? [value[name]] : []);
  if (index !== undefined) {
    return (value) => {
      const item = Array.isArray(value) ? (value.at(Number(index)) as unknown) : undefined;
      return item === undefined ? [] : [item];
    };
  }
  if (filter === undefined) return elements;
  const passes = compileFilter(filter.trim(), compileJsonPath);
  return passes && ((value) => elements(value).filter(passes));
}

function elements(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function unescape(text: string | undefined): string | undefined {
  return text?.replace(/\\(.)/g, "$1");
}
