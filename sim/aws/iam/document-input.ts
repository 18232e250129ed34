import { isDeepStrictEqual } from "node:util";
import type { ResourceType } from "../../core/resource-type.ts";
import { hasUnknown } from "../../core/unknown.ts";
import { isSamePolicy } from "./policy-document.ts";

/**
 * How a resource type treats an input that is a policy document: an object becomes JSON text, text that is not JSON is
 * refused in the words of Pulumi's AWS provider, and a document that says the same is not a change.
 */
export function documentInput(property: string): Required<Pick<ResourceType, "check" | "isSame">> {
  return {
    check(inputs) {
      const document = inputs[property];
      if (document === undefined || hasUnknown(document)) return { inputs, failures: [] };
      if (typeof document === "object") {
        return { inputs: { ...inputs, [property]: JSON.stringify(document) }, failures: [] };
      }
      if (isJson(String(document))) return { inputs, failures: [] };
      return { inputs, failures: [{ property, reason: `"${property}" contains an invalid JSON policy` }] };
    },

    isSame: (changed, before, after) =>
      changed === property && typeof before === "string" && typeof after === "string"
        ? isSamePolicy(before, after)
        : isDeepStrictEqual(before, after),
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
