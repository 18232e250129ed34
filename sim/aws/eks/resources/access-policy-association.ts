import { z } from "zod";
import { awsResource } from "../../pulumi/resource.ts";
import { eksState, inCluster } from "../state.ts";

/** Schema: terraform-provider-aws/internal/service/eks/access_policy_association.go */
export const accessPolicyAssociationResource = awsResource({
  token: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  schema: z.object({
    accessScope: z.strictObject({ namespaces: z.array(z.string()).optional(), type: z.string() }),
    clusterName: z.string(),
    policyArn: z.string(),
    principalArn: z.string(),
  }),
  computed: ["associatedAt", "modifiedAt"],

  create({ cloud }, inputs) {
    cloud.call(cloud.administrator, "eks", "AssociateAccessPolicy", inputs);
    return [inputs.clusterName, inputs.principalArn, inputs.policyArn].join("#");
  },

  read({ cloud }, id) {
    const [clusterName = "", principalArn = "", policyArn] = id.split("#");
    const entry = eksState(cloud).accessEntries.find(inCluster(clusterName, principalArn));
    const policy = entry?.policies.find((associated) => associated.policyArn === policyArn);
    if (policy === undefined) return undefined;
    const { accessScope, associatedAt, modifiedAt } = policy;
    return { accessScope, associatedAt, clusterName, modifiedAt, policyArn, principalArn };
  },

  delete({ cloud }, id) {
    const [clusterName = "", principalArn = "", policyArn = ""] = id.split("#");
    if (!eksState(cloud).accessEntries.has(inCluster(clusterName, principalArn))) return;
    cloud.call(cloud.administrator, "eks", "DisassociateAccessPolicy", {
      clusterName,
      principalArn,
      policyArn,
    });
  },
});
