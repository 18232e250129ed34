import type { LabelSelector, Labels } from "./objects.ts";

/** Whether `labels` fulfil every requirement of the selector; an empty selector selects everything. */
export function selects(selector: LabelSelector, labels: Labels = {}): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labels[key] !== value) return false;
  }
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const present = labels[key];
    switch (operator) {
      case "In":
        return present !== undefined && values.includes(present);
      case "NotIn":
        return present === undefined || !values.includes(present);
      case "Exists":
        return present !== undefined;
      case "DoesNotExist":
        return present === undefined;
      default:
        return false;
    }
  });
}
