import { posix } from "node:path";
import type { SecurityContext } from "../kubernetes/objects.ts";
import type { ContainerContext } from "../kubernetes/types.ts";

/** How an nginx image is set up: where it keeps temporary files, and whether it starts as root. */
export interface Setup {
  readonly temporaryDirectory: string;
  readonly startsAsRoot: boolean;
}

/**
 * What keeps nginx from starting under the container's security context, in its own words; undefined if nothing
 * does. It makes a directory for request bodies, and as root gives it to the user of its workers (101).
 */
export function permissionProblem(context: ContainerContext, setup: Setup): string | undefined {
  const restrictions = context.container.securityContext ?? {};
  const directory = `${setup.temporaryDirectory}/client_temp`;
  if (restrictions.readOnlyRootFilesystem === true && !isMounted(context, directory)) {
    return `[emerg] mkdir() "${directory}" failed (30: Read-only file system)`;
  }
  const root = setup.startsAsRoot && (restrictions.runAsUser ?? 0) === 0;
  if (root && !hasCapability(restrictions, "CHOWN")) {
    return `[emerg] chown("${directory}", 101) failed (1: Operation not permitted)`;
  }
  return undefined;
}

function isMounted(context: ContainerContext, path: string): boolean {
  return (context.container.volumeMounts ?? []).some(
    ({ mountPath, readOnly }) =>
      readOnly !== true && path.startsWith(`${posix.normalize(mountPath).replace(/\/$/, "")}/`),
  );
}

/** Containers have CHOWN and some others unless they are dropped. */
function hasCapability({ capabilities = {} }: SecurityContext, name: string): boolean {
  const { add = [], drop = [] } = capabilities;
  const dropped = drop.includes("ALL") || drop.includes(name);
  return !dropped || add.includes("ALL") || add.includes(name);
}
