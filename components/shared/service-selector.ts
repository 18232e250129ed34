import type { Problem } from "./args-error.ts";
import { shown } from "./shown.ts";

/** What is wrong with a Service's selector that must find pods with these labels; nothing if it does find them. */
export function selectorProblems(
  path: string,
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>>,
): Problem[] {
  const missing = Object.entries(selector ?? {}).filter(([key, value]) => labels[key] !== value);
  if (missing.length === 0) return [];
  const reason =
    `is ${shown(selector)}, by which the Service finds none of the pods, whose labels are ${shown(labels)}; ` +
    "give the pods the labels of the selector";
  return [{ path, reason }];
}
