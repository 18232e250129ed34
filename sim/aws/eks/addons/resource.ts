import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ResourceInitError } from "../../../core/errors.ts";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { tagsInput } from "../../pulumi/tags.ts";
import { withId } from "../kind.ts";
import { eksResource } from "../pulumi/resource.ts";
import { failureToBecomeActive, waitUntilGone } from "../pulumi/waiting.ts";
import type { Addon } from "../records.ts";
import { ADDON } from "./addon.ts";

const schema = z.object({
  addonName: z.string(),
  addonVersion: z.string().optional(),
  clusterName: z.string(),
  configurationValues: z.string().optional(),
  preserve: z.boolean().optional(),
  resolveConflictsOnCreate: z.enum(["NONE", "OVERWRITE"]).optional(),
  resolveConflictsOnUpdate: z.enum(["NONE", "OVERWRITE", "PRESERVE"]).optional(),
  serviceAccountRoleArn: z.string().optional(),
  ...tagsInput,
});

type Inputs = z.output<typeof schema>;

/** Schema: terraform-provider-aws/internal/service/eks/addon.go */
export const addonResource = eksResource(ADDON, {
  token: "aws:eks/addon:Addon",
  schema,
  replaceOnChange: ["addonName", "clusterName"],
  computed: ["addonVersion", "arn", "configurationValues", "createdAt", "modifiedAt", "tagsAll"],
  computedOnUpdate: ["modifiedAt"],

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { addonName, clusterName } = inputs;
    cloud.call(cloud.administrator, "eks", "CreateAddon", {
      ...settingsOf(inputs),
      resolveConflicts: inputs.resolveConflictsOnCreate,
      ...tagging,
    });
    const id = `${clusterName}:${addonName}`;
    waitUntilActive(context, id, "create", ["CREATING", "DEGRADED"]);
    return id;
  },

  outputs: (_context, addon, properties) => ({
    addonName: addon.addonName,
    addonVersion: addon.addonVersion,
    arn: addon.addonArn,
    clusterName: addon.clusterName,
    configurationValues: addon.configurationValues ?? "",
    createdAt: addon.createdAt,
    modifiedAt: addon.modifiedAt,
    preserve: properties["preserve"],
    resolveConflictsOnCreate: properties["resolveConflictsOnCreate"],
    resolveConflictsOnUpdate: properties["resolveConflictsOnUpdate"],
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
  }),

  update(context, id, before, after) {
    const { cloud } = context;
    const properties = ["addonVersion", "configurationValues", "serviceAccountRoleArn"] as const;
    if (properties.some((property) => !isDeepStrictEqual(before[property], after[property]))) {
      cloud.call(cloud.administrator, "eks", "UpdateAddon", {
        ...settingsOf(after),
        resolveConflicts: after.resolveConflictsOnUpdate,
      });
      waitUntilActive(context, id, "update", ["UPDATING", "DEGRADED"]);
    }
  },

  delete(context, id, properties) {
    const [clusterName = "", addonName = ""] = id.split(":");
    const preserve = properties["preserve"] === true;
    context.cloud.call(context.cloud.administrator, "eks", "DeleteAddon", {
      clusterName,
      addonName,
      preserve,
    });
    waitUntilGone(context, ADDON, id, 40);
  },
});

function settingsOf(inputs: Inputs) {
  const { addonName, addonVersion, clusterName, configurationValues, serviceAccountRoleArn } = inputs;
  return { addonName, addonVersion, clusterName, configurationValues, serviceAccountRoleArn };
}

/** Throws when the add-on does not become active: it exists all the same, and the next update goes on from there. */
function waitUntilActive(
  context: ResourceContext,
  id: string,
  verb: string,
  pending: readonly Addon["status"][],
): void {
  const issues = ({ health }: Addon) =>
    health.issues.map(({ code, message }) => `${code}: ${message}`).join("\n");
  const failure = failureToBecomeActive(context, ADDON, id, { verb, pending, minutes: 20, issues });
  if (failure === undefined || withId(ADDON, context.cloud, id) === undefined) return;
  throw new ResourceInitError(id, {}, [failure]);
}
