import { shown } from "./shown.ts";

/** What is wrong with a Service's selector that must find pods with these labels; nothing if it does find them. */
export function selectorReason(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>>,
): string | undefined {
  const missing = Object.entries(selector ?? {}).filter(([key, value]) => labels[key] !== value);
  if (missing.length === 0) return undefined;
  return (
    `is ${shown(selector)}, by which the Service finds none of the pods, whose labels are ${shown(labels)}; ` +
    "give the pods the labels of the selector"
  );
}
