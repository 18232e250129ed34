import { z } from "zod";
import { AwsError } from "../../../core/errors.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import type { AccessEntry } from "../records.ts";
import { eksState, inCluster } from "../state.ts";
import { updateTags } from "../pulumi/tags.ts";

/** Schema: terraform-provider-aws/internal/service/eks/access_entry.go */
export const accessEntryResource = awsResource({
  token: "aws:eks/accessEntry:AccessEntry",
  schema: z.object({
    clusterName: z.string(),
    kubernetesGroups: z.array(z.string()).optional(),
    principalArn: z.string(),
    type: z.string().optional(),
    userName: z.string().optional(),
    ...tagsInput,
  }),
  defaults: { type: "STANDARD" },
  replaceOnChange: ["clusterName", "principalArn", "type"],
  computed: ["accessEntryArn", "createdAt", "kubernetesGroups", "modifiedAt", "tagsAll", "userName"],
  computedOnUpdate: ["modifiedAt"],

  create({ cloud, provider }, inputs) {
    const { clusterName, principalArn, kubernetesGroups, type, userName } = inputs;
    const id = `${clusterName}:${principalArn}`;
    try {
      cloud.call(cloud.administrator, "eks", "CreateAccessEntry", {
        clusterName,
        principalArn,
        kubernetesGroups,
        type,
        username: userName,
        tags: tagsWithDefaults(provider, inputs.tags),
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The words of resourceAccessEntryCreate: they name the principal, which EKS's own do not.
      throw new AwsError(error.code, `creating EKS Access Entry (${id}): ${error.message}`, error.statusCode);
    }
    return id;
  },

  read(context, id, properties) {
    const entry = find(context, id);
    return entry && outputsOf(context, entry, properties);
  },

  update(context, id, before, after) {
    const { cloud } = context;
    const entry = find(context, id);
    cloud.call(cloud.administrator, "eks", "UpdateAccessEntry", {
      clusterName: after.clusterName,
      principalArn: after.principalArn,
      kubernetesGroups: after.kubernetesGroups ?? [],
      username: after.userName,
    });
    updateTags(context, entry?.accessEntryArn ?? "", before.tags, after.tags);
  },

  delete(context, id) {
    const { cloud } = context;
    const entry = find(context, id);
    if (entry === undefined) return;
    const { clusterName, principalArn } = entry;
    cloud.call(cloud.administrator, "eks", "DeleteAccessEntry", { clusterName, principalArn });
  },
});

/** `CLUSTER:PRINCIPAL ARN` */
function find({ cloud }: ResourceContext, id: string): AccessEntry | undefined {
  const split = id.indexOf(":");
  return eksState(cloud).accessEntries.find(inCluster(id.slice(0, split), id.slice(split + 1)));
}

function outputsOf(context: ResourceContext, entry: AccessEntry, properties: Properties): Properties {
  return {
    accessEntryArn: entry.accessEntryArn,
    clusterName: entry.clusterName,
    createdAt: entry.createdAt,
    kubernetesGroups: entry.kubernetesGroups,
    modifiedAt: entry.modifiedAt,
    principalArn: entry.principalArn,
    type: entry.type,
    userName: entry.username,
    ...tagOutputs(context, tagList(entry.tags), properties),
  };
}
