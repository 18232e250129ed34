/** Who has to be there for a drill. */
import { structured } from "../../../sim/aws/structured.ts";
import { UserError } from "../../project/errors.ts";
import type { LocalSession } from "../session.ts";

/**
 * What the first stack must be, of which the second one is a member:
 * - `owner`: a primary or an edge;
 * - `primary`: a primary, on whose cluster the drill acts;
 * - `ingress`: a primary whose controller makes the load balancer.
 */
export type Cast = "owner" | "primary" | "ingress";

const ROLES: Readonly<Record<Cast, readonly string[]>> = {
  owner: ["primary", "edge"],
  primary: ["primary"],
  ingress: ["primary"],
};

/** @throws UserError that says what is missing. */
export function refuseUnfit(session: LocalSession, cast: Cast): void {
  const missing = missingRole(session, cast) ?? (cast === "ingress" ? missingIngress(session) : undefined);
  if (missing !== undefined) {
    throw new UserError(`this drill needs ${missing}; choose others with --stacks or --config-dir`);
  }
}

function missingRole({ stacks }: LocalSession, cast: Cast): string | undefined {
  const [first, second] = stacks;
  if (first !== undefined && ROLES[cast].includes(first.role) && second?.role === "member") return undefined;
  const present = stacks.map(({ stack, role }) => `${stack} (${role})`).join(", ");
  return `a stack with role ${ROLES[cast].join(" or ")} and a member of it, but here are ${present}`;
}

function missingIngress({ project, stacks }: LocalSession): string | undefined {
  const { stack, config } = stacks[0]!;
  const ingress = structured(config[`${project.name}:ingress`]) as { ownership?: string } | undefined;
  return ingress?.ownership === "pulumi"
    ? `a load balancer that the controller makes for an Ingress, but Pulumi makes that of ${stack} (ingress.ownership is pulumi)`
    : undefined;
}
