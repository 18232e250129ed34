import type * as kubernetes from "@pulumi/kubernetes";
import { defined } from "../shared/defined.ts";

type PodSecurityContext = kubernetes.types.input.core.v1.PodSecurityContext;
type SecurityContext = kubernetes.types.input.core.v1.SecurityContext;

/**
 * What a container may do beyond what the Pod Security Standard `restricted` allows, and the user that it has.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export interface SecurityArgs {
  /**
   * Whether the container may run as root.
   * @default false
   */
  readonly allowRoot?: boolean;
  /**
   * Id of its user, from 0 to 2147483647; with `allowRoot` off from 1. An image whose user is a name, not a number, needs it.
   * @default - the image's user
   */
  readonly runAsUser?: number;
  /**
   * Id of its group, from 0 to 2147483647.
   * @default - the image's group
   */
  readonly runAsGroup?: number;
  /**
   * Id of the group to which files and writable folders belong, from 0 to 2147483647.
   * @default - root's group; files can be read by all
   */
  readonly fsGroup?: number;
  /**
   * Whether other folders than `writablePaths` can be written to.
   * @default false
   */
  readonly writableRootFilesystem?: boolean;
  /**
   * Capabilities of Linux that are not taken away, without `CAP_`.
   * @default []
   * @example ["NET_BIND_SERVICE"]
   */
  readonly addCapabilities?: readonly string[];
  /**
   * Whether a program may gain more than the one that started it has: setuid programs.
   * @default false
   */
  readonly allowPrivilegeEscalation?: boolean;
  /**
   * Whether calls of the kernel that containers do not need are allowed.
   * @default false
   */
  readonly unconfinedSystemCalls?: boolean;
}

/** Defaults of {@link SecurityArgs}: the Pod Security Standard `restricted`, and no writing. */
export const SECURITY_DEFAULTS = {
  allowRoot: false,
  writableRootFilesystem: false,
  addCapabilities: [],
  allowPrivilegeEscalation: false,
  unconfinedSystemCalls: false,
} as const satisfies SecurityArgs;

type Optional = "runAsUser" | "runAsGroup" | "fsGroup";

export type ResolvedSecurity = Required<Omit<SecurityArgs, Optional>> & Pick<SecurityArgs, Optional>;

export function podSecurity(args: ResolvedSecurity): PodSecurityContext {
  const { allowRoot, runAsUser, runAsGroup, fsGroup, unconfinedSystemCalls } = args;
  return {
    runAsNonRoot: !allowRoot,
    ...defined({ runAsUser, runAsGroup, fsGroup }),
    seccompProfile: { type: unconfinedSystemCalls ? "Unconfined" : "RuntimeDefault" },
  };
}

export function containerSecurity(args: ResolvedSecurity): SecurityContext {
  const { addCapabilities, allowPrivilegeEscalation, writableRootFilesystem } = args;
  return {
    allowPrivilegeEscalation,
    capabilities: {
      drop: ["ALL"],
      ...defined({ add: addCapabilities.length > 0 ? [...addCapabilities] : undefined }),
    },
    readOnlyRootFilesystem: !writableRootFilesystem,
  };
}
