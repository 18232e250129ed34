import type { CheckFailure, Properties } from "../../core/resource-type.ts";
import { hasUnknown, UNKNOWN } from "../../core/unknown.ts";
import { isSamePolicy } from "./policy-document.ts";

/**
 * How a Pulumi type treats an input that is a policy document: an object becomes JSON text, text that is not JSON is
 * refused in the words of Pulumi's AWS provider, and a document that says the same is not a change.
 */
export function documentInput(property: string) {
  return {
    normalized(inputs: Properties): Properties {
      const document = inputs[property];
      if (typeof document !== "object" || document === null) return inputs;
      return { ...inputs, [property]: hasUnknown(document) ? UNKNOWN : JSON.stringify(document) };
    },

    problems(inputs: Properties): CheckFailure[] {
      const document = String(inputs[property]);
      if (document === UNKNOWN || isJson(document)) return [];
      return [{ property, reason: `"${property}" contains an invalid JSON policy` }];
    },

    isSame: (changed: string, before: unknown, after: unknown): boolean | undefined =>
      changed === property && typeof before === "string" && typeof after === "string"
        ? isSamePolicy(before, after)
        : undefined,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
