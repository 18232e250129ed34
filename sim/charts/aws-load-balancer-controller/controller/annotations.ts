import { parseBool, parseInt32 } from "../../go-values.ts";
import { labelled } from "./labelled.ts";

/** Annotations of an object. Facts: pkg/annotations/parser.go of the controller. */
export type Annotations = Readonly<Record<string, string>>;

/** Reads the annotations under one prefix, by their names after it. */
export function annotationReader(prefix: string) {
  const stringOf = (annotations: Annotations | undefined, name: string): string | undefined =>
    annotations?.[`${prefix}/${name}`];

  function parsed<T>(
    annotations: Annotations | undefined,
    name: string,
    type: string,
    parse: (text: string) => T,
  ): T | undefined {
    const raw = stringOf(annotations, name);
    if (raw === undefined) return undefined;
    return labelled(`failed to parse ${type} annotation, ${prefix}/${name}: ${raw}`, () => parse(raw));
  }

  return {
    /** The text of an annotation. */
    stringOf,

    /** Comma-separated, trimmed, empty parts left out. */
    listOf: (annotations: Annotations | undefined, name: string): readonly string[] | undefined =>
      stringOf(annotations, name)
        ?.split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),

    /** @throws Error when it is not a 32-bit integer. */
    int32Of: (annotations: Annotations | undefined, name: string): number | undefined =>
      parsed(annotations, name, "int32", parseInt32),

    /** @throws Error when it is not one of Go's words for true and false. */
    booleanOf: (annotations: Annotations | undefined, name: string): boolean | undefined =>
      parsed(annotations, name, "bool", parseBool),

    /** `k=v,k=v`; a backslash keeps the next character, a comma without a later `=` belongs to no pair. */
    mapOf(annotations: Annotations | undefined, name: string): Annotations | undefined {
      const raw = stringOf(annotations, name);
      return raw === undefined ? undefined : pairsOf(raw, `${prefix}/${name}`);
    },

    /** @throws Error when it is not JSON. */
    jsonOf: (annotations: Annotations | undefined, name: string): unknown =>
      parsed(annotations, name, "json", (text) => JSON.parse(text) as unknown),
  };
}

function pairsOf(raw: string, key: string): Annotations {
  const malformed = () => new Error(`failed to parse stringMap annotation, ${key}: ${raw}`);
  return Object.fromEntries(
    splitPairs(raw).map((pair) => {
      const at = pair.indexOf("=");
      const name = pair.slice(0, at).trim();
      if (at < 0 || name === "") throw malformed();
      return [name, pair.slice(at + 1).trim()];
    }),
  );
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
