import {
  CLUSTER_TAG,
  RESOURCE_TAG,
  resourceTag,
  type AppliedIngress,
  type MadeByController,
} from "./made-by-controller.ts";

/** In words; undefined if the controller has made one target group for each app and all is up to date. */
export function whatIsMissing(ingress: AppliedIngress, made: MadeByController): string | undefined {
  if (made.isStale) return "it still matches an earlier state of the Ingress";
  const apps = Object.keys(ingress.backends).map((app) => ({ app, found: made.targetGroups[app] ?? [] }));
  const without = apps.filter(({ found }) => found.length === 0).map(({ app }) => app);
  const several = apps.filter(({ found }) => found.length > 1);
  const problems = [
    ...(without.length === 0 ? [] : [noneFor(ingress, without, made)]),
    ...several.map(
      ({ app, found }) =>
        `it made several target groups for ${app}: ${found.map(({ arn }) => arn).join(", ")}`,
    ),
  ];
  return problems.length === 0 ? undefined : problems.join("; ");
}

function noneFor(
  ingress: AppliedIngress,
  apps: readonly string[],
  { others, answers }: MadeByController,
): string {
  const tags = apps.map((app) => `${RESOURCE_TAG}=${resourceTag(ingress, ingress.backends[app]!)}`);
  const found = others.length === 0 ? "no other target group" : others.join(", ");
  const instead = answers.length === 0 ? "" : `, and rules that answer "${answers.join('", "')}"`;
  return (
    `it made no target group for ${apps.join(", ")}: no rule forwards to one with the tags ${tags.join(" or ")} and ` +
    `${CLUSTER_TAG}=${ingress.clusterName}; found: ${found}${instead}`
  );
}
