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

const OPERATORS: Readonly<Record<string, string>> = { In: "in", NotIn: "notin" };

/** A selector in one line, as k8s.io/apimachinery/pkg/labels prints it: `app=web,tier in (a,b),!old`. */
export function formatSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === "Exists") return { key, text: key };
    if (operator === "DoesNotExist") return { key, text: `!${key}` };
    return { key, text: `${key} ${OPERATORS[operator]} (${[...values].sort().join(",")})` };
  });
  const all = [...labels, ...expressions].sort((a, b) => (a.key < b.key ? -1 : 1));
  return all.map(({ text }) => text).join(",");
}
