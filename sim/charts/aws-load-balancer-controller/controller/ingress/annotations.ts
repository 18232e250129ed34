import { parseBool, parseInt32 } from "../../../go-values.ts";
import { labelled } from "../labelled.ts";

/**
 * Annotations of Ingresses and Services under `alb.ingress.kubernetes.io/`. Facts: pkg/annotations/parser.go and
 * docs/guide/ingress/annotations.md of the controller.
 */
export type Annotations = Readonly<Record<string, string>>;

/** Prefix of the controller's annotations. */
export const PREFIX = "alb.ingress.kubernetes.io";
/** The class of an Ingress before there was `spec.ingressClassName`. */
export const INGRESS_CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** The text of an annotation, by its name after the prefix. */
export function stringOf(annotations: Annotations | undefined, name: string): string | undefined {
  return annotations?.[`${PREFIX}/${name}`];
}

/** Comma-separated, trimmed, empty parts left out. */
export function listOf(annotations: Annotations | undefined, name: string): readonly string[] | undefined {
  return stringOf(annotations, name)
    ?.split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** @throws Error when it is not a 32-bit integer. */
export function int32Of(annotations: Annotations | undefined, name: string): number | undefined {
  return parsed(annotations, name, "int32", parseInt32);
}

/** @throws Error when it is not one of Go's words for true and false. */
export function booleanOf(annotations: Annotations | undefined, name: string): boolean | undefined {
  return parsed(annotations, name, "bool", parseBool);
}

/** `k=v,k=v`; a backslash keeps the next character, a comma without a later `=` belongs to no pair. */
export function mapOf(annotations: Annotations | undefined, name: string): Annotations | undefined {
  const raw = stringOf(annotations, name);
  if (raw === undefined) return undefined;
  const malformed = () => new Error(`failed to parse stringMap annotation, ${PREFIX}/${name}: ${raw}`);
  return Object.fromEntries(
    splitPairs(raw).map((pair) => {
      const at = pair.indexOf("=");
      const key = pair.slice(0, at).trim();
      if (at < 0 || key === "") throw malformed();
      return [key, pair.slice(at + 1).trim()];
    }),
  );
}

/** @throws Error when it is not JSON. */
export function jsonOf(annotations: Annotations | undefined, name: string): unknown {
  return parsed(annotations, name, "json", (text) => JSON.parse(text) as unknown);
}

function parsed<T>(
  annotations: Annotations | undefined,
  name: string,
  type: string,
  parse: (text: string) => T,
): T | undefined {
  const raw = stringOf(annotations, name);
  if (raw === undefined) return undefined;
  return labelled(`failed to parse ${type} annotation, ${PREFIX}/${name}: ${raw}`, () => parse(raw));
}

function splitPairs(text: string): string[] {
  const pairs: string[] = [];
  let current = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === "\\" && index + 1 < text.length) {
      current += text[++index]!;
      continue;
    }
    if (character !== ",") {
      current += character;
      continue;
    }
    const rest = text.slice(index + 1).trim();
    if (rest.includes("=")) {
      pairs.push(current.trim());
      current = "";
    } else if (rest !== "") {
      return [...pairs, current.trim(), rest];
    } else {
      current += character;
    }
  }
  return current === "" ? pairs : [...pairs, current.trim()];
}
