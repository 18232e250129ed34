/**
 * Annotations of Ingresses and Services under `alb.ingress.kubernetes.io/`. Facts: pkg/annotations/parser.go and
 * docs/guide/ingress/annotations.md of the controller.
 */
export type Annotations = Readonly<Record<string, string>>;

export const PREFIX = "alb.ingress.kubernetes.io";
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

/** @throws Error when it is no 32-bit integer. */
export function int32Of(annotations: Annotations | undefined, name: string): number | undefined {
  const raw = stringOf(annotations, name);
  if (raw === undefined) return undefined;
  const range = Number(raw) < -(2 ** 31) || Number(raw) > 2 ** 31 - 1;
  if (!/^[+-]?\d+$/.test(raw) || range) {
    const reason = /^[+-]?\d+$/.test(raw) ? "value out of range" : "invalid syntax";
    throw new Error(
      `failed to parse int32 annotation, ${PREFIX}/${name}: ${raw}: strconv.ParseInt: parsing ${JSON.stringify(raw)}: ${reason}`,
    );
  }
  return Number(raw);
}

/** https://pkg.go.dev/strconv#ParseBool */
const BOOLEANS: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

/** @throws Error when it is none of Go's words for true and false. */
export function booleanOf(annotations: Annotations | undefined, name: string): boolean | undefined {
  const raw = stringOf(annotations, name);
  if (raw === undefined) return undefined;
  const value = BOOLEANS[raw];
  if (value === undefined) {
    throw new Error(
      `failed to parse bool annotation, ${PREFIX}/${name}: ${raw}: strconv.ParseBool: parsing ${JSON.stringify(raw)}: invalid syntax`,
    );
  }
  return value;
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

/** @throws Error when it is no JSON. */
export function jsonOf(annotations: Annotations | undefined, name: string): unknown {
  const raw = stringOf(annotations, name);
  if (raw === undefined) return undefined;
  try {
    return JSON.parse(raw) as unknown;
  } catch (error) {
    throw new Error(
      `failed to parse json annotation, ${PREFIX}/${name}: ${raw}: ${(error as Error).message}`,
    );
  }
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
