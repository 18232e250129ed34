import { z } from "zod";
import { sharedTargetGroup, type SharedTargetGroup } from "../contract/shared-app.ts";
import { SHORT_FORM_NAME } from "../names.ts";
import type { Outputs } from "./own-outputs.ts";

const apps = z.record(
  z.string(),
  z.object({
    targetGroups: z.array(sharedTargetGroup),
  }),
);

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
