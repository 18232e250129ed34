import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ResourceInitError } from "../../../core/errors.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import type { Addon } from "../records.ts";
import { eksState, inCluster } from "../state.ts";
import { updateTags } from "../pulumi/tags.ts";
import { failureToReach, MINUTE_MS, waitUntilGone } from "../pulumi/waiting.ts";

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
export const addonResource = awsResource({
  token: "aws:eks/addon:Addon",
  schema,
  replaceOnChange: ["addonName", "clusterName"],
  computed: ["addonVersion", "arn", "configurationValues", "createdAt", "modifiedAt", "tagsAll"],
  computedOnUpdate: ["modifiedAt"],

  create(context, inputs) {
    const { cloud, provider } = context;
    const { addonName, clusterName } = inputs;
    cloud.call(cloud.administrator, "eks", "CreateAddon", {
      ...settingsOf(inputs),
      resolveConflicts: inputs.resolveConflictsOnCreate,
      tags: tagsWithDefaults(provider, inputs.tags),
    });
    const id = `${clusterName}:${addonName}`;
    waitUntilActive(context, id, "create", ["CREATING", "DEGRADED"]);
    return id;
  },

  read(context, id, properties) {
    const addon = find(context, id);
    return addon && outputsOf(context, addon, properties);
  },

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
    updateTags(context, find(context, id)?.addonArn ?? "", before.tags, after.tags);
  },

  delete(context, id, properties) {
    const { cloud } = context;
    const [clusterName, addonName] = splitId(id);
    if (find(context, id) === undefined) return;
    const preserve = properties["preserve"] === true;
    cloud.call(cloud.administrator, "eks", "DeleteAddon", { clusterName, addonName, preserve });
    waitUntilGone(context, `EKS Add-On (${id}) delete`, 40 * MINUTE_MS, () => find(context, id)?.status);
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
  const failure = failureToReach<Addon["status"]>(context, {
    what: `EKS Add-On (${id}) ${verb}`,
    wanted: "ACTIVE",
    pending,
    timeoutMs: 20 * MINUTE_MS,
    status: () => find(context, id)?.status,
    issues: () =>
      find(context, id)
        ?.health.issues.map(({ code, message }) => `${code}: ${message}`)
        .join("\n"),
  });
  const addon = find(context, id);
  if (failure === undefined || addon === undefined) return;
  throw new ResourceInitError(id, {}, [failure]);
}

function find({ cloud }: ResourceContext, id: string): Addon | undefined {
  return eksState(cloud).addons.find(inCluster(...splitId(id)));
}

/** `CLUSTER:NAME` */
function splitId(id: string): [string, string] {
  const [cluster = "", name = ""] = id.split(":");
  return [cluster, name];
}

function outputsOf(context: ResourceContext, addon: Addon, properties: Properties): Properties {
  return {
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
    ...tagOutputs(context, tagList(addon.tags), properties),
  };
}
