/** How Helm marks its objects, and refuses those of others. */
import type { KubeObject, Manifest } from "../../kubernetes/types.ts";

interface Owner {
  readonly name: string;
  readonly namespace: string;
}

/** `manifest` with the marks of a release. */
export function marked(manifest: Manifest, owner: Owner): Manifest {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...labelsOf() },
      annotations: { ...metadata.annotations, ...annotationsOf(owner) },
    },
  };
}

/**
 * Why an object that is there already cannot become part of a release; undefined when it can.
 * https://github.com/helm/helm pkg/action/validate.go
 */
export function ownershipProblem(object: KubeObject, owner: Owner): string | undefined {
  const problems = [
    ...mismatches("label", object.metadata.labels, labelsOf()),
    ...mismatches("annotation", object.metadata.annotations, annotationsOf(owner)),
  ];
  if (problems.length === 0) return undefined;
  const { name, namespace = "" } = object.metadata;
  return `${object.kind} "${name}" in namespace "${namespace}" exists and cannot be imported into the current release: invalid ownership metadata; ${problems.join("; ")}`;
}

function labelsOf(): Record<string, string> {
  return { "app.kubernetes.io/managed-by": "Helm" };
}

function annotationsOf({ name, namespace }: Owner): Record<string, string> {
  return { "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace };
}

function mismatches(
  what: string,
  present: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const actual = present?.[key];
    if (actual === value) return [];
    return actual === undefined
      ? [`${what} validation error: missing key "${key}": must be set to "${value}"`]
      : [`${what} validation error: key "${key}" must equal "${value}": current value is "${actual}"`];
  });
}
