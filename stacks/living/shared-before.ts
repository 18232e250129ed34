import { z } from "zod";
import { sharedTargetGroup, type SharedApp, type SharedTargetGroup } from "../contract/shared-app.ts";
import { SHARED_NLBS, type SharedNlb } from "../contract/shared-nlb.ts";
import { SHORT_FORM_NAME } from "../names.ts";
import type { Outputs } from "./own-outputs.ts";

/** Terms of which another value makes another target group, or other bindings. */
export const TERMS = ["targetType", "protocolVersion", "namespace"] as const;

export type TermsBefore = Partial<Pick<SharedApp, (typeof TERMS)[number]>>;

const apps = z.record(
  z.string(),
  z.object({
    targetGroups: z.array(sharedTargetGroup),
    ...Object.fromEntries(TERMS.map((term) => [term, z.string().optional()])),
  }),
);

/** What was shared of an application at the last update; a term that an earlier program did not tell is missing. */
export function termsBefore(outputs: Outputs): Readonly<Record<string, TermsBefore>> {
  const parsed = apps.safeParse(outputs["apps"]);
  return parsed.success ? (parsed.data as Record<string, TermsBefore>) : {};
}

/** Target groups that a stack shared at its last update, by application; those of an earlier program too. */
export function groupsBefore(outputs: Outputs): Readonly<Record<string, readonly SharedTargetGroup[]>> {
  const parsed = apps.safeParse(outputs["apps"]);
  if (parsed.success) {
    return Object.fromEntries(
      Object.entries(parsed.data).map(([name, { targetGroups }]) => [name, targetGroups]),
    );
  }
  const { targetGroupArn, deletionGuardArn } = outputs;
  // A member of an earlier program had the target group among its outputs, too.
  return typeof targetGroupArn === "string" && deletionGuardArn !== undefined
    ? { [SHORT_FORM_NAME]: [{ kind: "controller", arn: targetGroupArn }] }
    : {};
}

/** Network Load Balancers that a stack had at its last update, by application. */
export function nlbsBefore(outputs: Outputs): Readonly<Record<string, SharedNlb>> {
  const before = outputs["nlbs"];
  return SHARED_NLBS.accepts(before) ? (before ?? {}) : {};
}
