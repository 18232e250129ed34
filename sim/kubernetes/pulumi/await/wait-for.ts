/** Conditions that a program gives in the annotation `pulumi.com/waitFor`; syntax and words are the provider's. */
import type { KubeObject } from "../../types.ts";
import { present, TIMED_OUT, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { compileJsonPath } from "./json-path.ts";

/** What objects of most kinds say of themselves. */
interface Observed extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: unknown;
    readonly conditions?: readonly Readonly<Record<string, unknown>>[];
  };
}

type Predicate = (object: Observed) => boolean;

/**
 * Reads an annotation: one expression, or a JSON list of them which must all hold.
 *
 * @throws Error in the provider's words.
 */
export function waitForCondition(awaited: AwaitedObject, annotation: string): AwaitCondition {
  const expressions = listOf(annotation);
  if (expressions.length === 0) throw new Error("at least one condition must be specified");
  const predicates = expressions.map(predicateOf);
  const holdsFor = (object: KubeObject) => predicates.every((holds) => holds(object));
  return {
    // The provider looks at the answer to its own request first: provider/pkg/await/internal/awaiter.go.
    atOnce: () => holdsFor(awaited.written),
    done() {
      const object = present(awaited);
      return object !== undefined && holdsFor(object);
    },
    timeoutMessage: TIMED_OUT,
  };
}

function listOf(annotation: string): string[] {
  try {
    const parsed: unknown = JSON.parse(annotation);
    if (Array.isArray(parsed) && parsed.every((item) => typeof item === "string")) return parsed;
  } catch {
    // Not a list: one expression.
  }
  return [annotation];
}

function predicateOf(expression: string): Predicate {
  if (expression.startsWith("jsonpath=")) return jsonPathPredicate(expression.slice("jsonpath=".length));
  if (expression.startsWith("condition=")) return conditionPredicate(expression.slice("condition=".length));
  throw new Error(`expected a "jsonpath=" or "condition=" prefix, got ${JSON.stringify(expression)}`);
}

function jsonPathPredicate(text: string): Predicate {
  // A comparison inside of a filter is not a value to wait for.
  const [path = "", wanted, ...rest] = text
    .replaceAll("==", "\0")
    .split("=")
    .map((part) => part.replaceAll("\0", "=="));
  if (rest.length > 0) {
    throw new Error(`format should be {.path}=value or {.path}, got ${JSON.stringify(text)}`);
  }
  if (wanted === "") throw new Error(`${path}= requires a value`);
  if (path.startsWith("'") && path.endsWith("'")) throw new Error(`${path} should omit shell quotes`);
  const [, inner] = /\{\s*(.*?)\s*\}/.exec(path) ?? [];
  if (inner === undefined) throw new Error(`${path} should be wrapped in brackets { ... }`);
  const select = compileJsonPath(inner);
  return (object) => {
    if (isStale(object, object.status?.observedGeneration)) return false;
    const [value] = select(object);
    if (value === undefined) return false;
    return wanted === undefined || (typeof value !== "object" && String(value) === wanted);
  };
}

/** As `kubectl wait --for=condition=`: type, and status if it is not `True`. */
function conditionPredicate(expression: string): Predicate {
  const separator = expression.indexOf("=");
  const type = (separator < 0 ? expression : expression.slice(0, separator)).toLowerCase();
  const status = (separator < 0 ? "True" : expression.slice(separator + 1)).toLowerCase();
  return (object) => {
    const condition = object.status?.conditions?.find(
      (candidate) => String(candidate["type"]).toLowerCase() === type,
    );
    if (condition === undefined) return false;
    if (isStale(object, condition["observedGeneration"] ?? object.status?.observedGeneration)) return false;
    return String(condition["status"]).toLowerCase() === status;
  };
}

/** Whether a status tells of an earlier generation of the object. */
function isStale(object: KubeObject, observedGeneration: unknown): boolean {
  return typeof observedGeneration === "number" && observedGeneration < object.metadata.generation;
}
