import { validationError } from "./errors.ts";

/** Kinds of objects that users name, as messages call them. */
export const NAME_KINDS = { loadBalancer: "Load balancer", targetGroup: "Target group" } as const;

type NameKind = (typeof NAME_KINDS)[keyof typeof NAME_KINDS];

const MAX_LENGTH = 32;

/**
 * Refuses a name that is too long or has characters other than letters, digits and inner hyphens.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html; words as in
 * moto (moto/elbv2/models.py).
 */
export function checkName(kind: NameKind, name: string): void {
  if (name.length > MAX_LENGTH) {
    throw validationError(`${kind} name '${name}' cannot be longer than '${MAX_LENGTH}' characters`);
  }
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `${kind} name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  }
  if (name.startsWith("-") || name.endsWith("-")) {
    throw validationError(`${kind} name '${name}' cannot begin or end with '-'`);
  }
  if (kind === NAME_KINDS.loadBalancer && name.startsWith("internal-")) {
    throw validationError(`${kind} name '${name}' cannot begin with 'internal-'`);
  }
}
