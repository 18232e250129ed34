import { z } from "zod";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import type { PodIdentityAssociation } from "../records.ts";
import { eksState } from "../state.ts";
import { updateTags } from "../pulumi/tags.ts";

/** Schema: terraform-provider-aws/internal/service/eks/pod_identity_association.go */
export const podIdentityAssociationResource = awsResource({
  token: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  schema: z.object({
    clusterName: z.string(),
    namespace: z.string(),
    roleArn: z.string(),
    serviceAccount: z.string(),
    ...tagsInput,
  }),
  replaceOnChange: ["clusterName", "namespace", "serviceAccount"],
  computed: ["associationArn", "associationId", "externalId", "tagsAll"],

  create({ cloud, provider }, { clusterName, namespace, roleArn, serviceAccount, tags }) {
    return cloud.call(cloud.administrator, "eks", "CreatePodIdentityAssociation", {
      clusterName,
      namespace,
      roleArn,
      serviceAccount,
      tags: tagsWithDefaults(provider, tags),
    }).association.associationId;
  },

  findImported(_context, importId) {
    const [clusterName = "", id = "", ...more] = importId.split(",");
    if (clusterName === "" || id === "" || more.length > 0) {
      throw new Error(`wrong format of import ID (${importId}), use: 'cluster-name,association-id'`);
    }
    return { id, properties: { clusterName } };
  },

  read(context, id, properties) {
    const found = find(context, id);
    return (
      found && {
        associationArn: found.associationArn,
        associationId: found.associationId,
        clusterName: found.clusterName,
        disableSessionTags: false,
        externalId: "",
        namespace: found.namespace,
        roleArn: found.roleArn,
        serviceAccount: found.serviceAccount,
        ...tagOutputs(context, tagList(found.tags), properties),
      }
    );
  },

  update(context, id, before, after) {
    const { cloud } = context;
    const { clusterName, roleArn } = after;
    if (before.roleArn !== roleArn) {
      cloud.call(cloud.administrator, "eks", "UpdatePodIdentityAssociation", {
        clusterName,
        associationId: id,
        roleArn,
      });
    }
    updateTags(context, find(context, id)?.associationArn ?? "", before.tags, after.tags);
  },

  delete(context, id) {
    const { cloud } = context;
    const found = find(context, id);
    if (found === undefined) return;
    const { clusterName, associationId } = found;
    cloud.call(cloud.administrator, "eks", "DeletePodIdentityAssociation", { clusterName, associationId });
  },
});

function find({ cloud }: ResourceContext, id: string): PodIdentityAssociation | undefined {
  return eksState(cloud).podIdentityAssociations.where(({ associationId }) => associationId === id)[0];
}
