import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

export interface DeletionGuardArgs {
  /**
   * Name of the guard. It is what the failing destroy shows, so let it say what to do.
   * @example "destroy-the-member-stacks-first"
   */
  readonly guardName: string;
  /**
   * What must not change while somebody holds the guard, by name, up to ten: tags of the guard keep it, see
   * {@link DeletionGuard.find}. Values are letters, digits, spaces and any of `_ . : / = + - @`, up to 256 of them.
   * @default - nothing
   * @example { namespace: "game-2048" }
   */
  readonly remembers?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Tags of the guard.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes the policy where the args above do not reach. */
  readonly transform?: { readonly policy?: Transform<aws.iam.PolicyArgs> };
}

/** Children of a {@link DeletionGuard}. */
export interface DeletionGuardNodes {
  readonly policy: aws.iam.Policy;
}
