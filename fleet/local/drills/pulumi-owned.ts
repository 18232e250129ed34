/** Stacks whose load balancer Pulumi makes. */
import { structured } from "../../../sim/aws/structured.ts";
import type { Stage } from "./stage.ts";

/** The first stack's key `ingress` with a load balancer that Pulumi makes, and other settings in it. */
export function ownedByPulumi({ session }: Stage, settings: object = {}): Readonly<Record<string, string>> {
  const { role, config } = session.stacks[0]!;
  const given = structured(config[`${session.project.name}:ingress`] ?? "{}") as object;
  const ownership = role === "edge" ? {} : { ownership: "pulumi" };
  return { ingress: JSON.stringify({ ...given, ...ownership, ...settings }) };
}
