import { createHash } from "node:crypto";
import { defined } from "../../core/defined.ts";
import type { Child, Expansion } from "../../core/resource-type.ts";

export interface ServiceRoleArgs {
  /** Service principal that may assume the role. */
  readonly service: string;
  readonly description?: string;
  /** Names of AWS managed policies. */
  readonly managedPolicies: readonly string[];
  readonly assumeRoleActions: readonly string[];
  /** Partition of the account; may be unknown yet. */
  readonly partition: unknown;
  readonly tags: unknown;
}

export interface ServiceRole {
  readonly role: Child;
  /** What must be there before the role is of use: the role with all its policies. */
  readonly ready: readonly Child[];
}

/** The component's `ServiceRole`: an IAM role for an AWS service with its managed policies attached. */
export function createServiceRole(expansion: Expansion, name: string, args: ServiceRoleArgs): ServiceRole {
  const options = { parent: expansion.component("eks:index:ServiceRole", name) };
  const role = expansion.resource(
    "aws:iam/role:Role",
    `${name}-role`,
    defined({
      description: args.description,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Action: args.assumeRoleActions, Effect: "Allow", Principal: { Service: [args.service] } },
        ],
      }),
      tags: args.tags,
    }),
    options,
  );
  const attachments = args.managedPolicies.map((policy) =>
    expansion.resource(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      `${name}-${shortHash(policy)}`,
      {
        policyArn: expansion.map(args.partition, (partition) => `arn:${partition}:iam::aws:policy/${policy}`),
        role: role.output("name"),
      },
      options,
    ),
  );
  return { role, ready: [role, ...attachments] };
}

/** The component names attachments by a hash of the policy's ARN in the standard partition (`nodejs/eks/servicerole.ts`). */
function shortHash(policy: string): string {
  return createHash("sha1").update(`arn:aws:iam::aws:policy/${policy}`).digest("hex").slice(0, 8);
}
