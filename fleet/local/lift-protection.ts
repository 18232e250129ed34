import { UserError } from "../project/errors.ts";
import type { OrderedStack } from "../project/stack-order.ts";
import { describeFailure } from "./failures.ts";
import type { LocalSession } from "./session.ts";

/**
 * Updates a stack with deletion protection switched off, as somebody does who wants to destroy it, if it is protected.
 *
 * @returns whether it was protected.
 * @throws UserError when the update fails.
 */
export async function liftProtection(session: LocalSession, stack: OrderedStack): Promise<boolean> {
  if (!session.host.resources(stack.stack).some((resource) => resource.protect)) return false;
  const config = unprotected(session.project.name, stack.config);
  const result = await session.up({ ...stack, config });
  if (!result.succeeded) throw new UserError(describeFailure(stack.stack, result));
  return true;
}

function unprotected(project: string, config: OrderedStack["config"]): OrderedStack["config"] {
  const key = `${project}:ingress`;
  const ingress = config[key];
  return {
    ...config,
    [`${project}:deletionProtection`]: "false",
    ...(ingress !== undefined && {
      [key]: JSON.stringify({ ...JSON.parse(ingress), deletionProtection: false }),
    }),
  };
}
