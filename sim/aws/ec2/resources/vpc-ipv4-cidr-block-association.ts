import { z } from "zod";
import { networkOfSize } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { ec2State } from "../state.ts";
import { unlessGone } from "../../kind/waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_ipv4_cidr_block_association.go */
export const vpcIpv4CidrBlockAssociationResource = awsResource({
  token: "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  schema: z.object({ cidrBlock: z.string(), vpcId: z.string() }),
  replaceOnChange: ["cidrBlock", "vpcId"],
  computed: [],

  problems: ({ cidrBlock }) => networkOfSize("cidrBlock", "cidr_block", cidrBlock, [16, 28]),

  create: ({ cloud }, inputs) =>
    cloud.call(cloud.administrator, "ec2", "AssociateVpcCidrBlock", {
      VpcId: inputs.vpcId,
      CidrBlock: inputs.cidrBlock,
    }).CidrBlockAssociation.AssociationId,

  read({ cloud }, id) {
    for (const { VpcId, CidrBlockAssociationSet } of ec2State(cloud).vpcs.values()) {
      const found = CidrBlockAssociationSet.find(({ AssociationId }) => AssociationId === id);
      if (found !== undefined) return { cidrBlock: found.CidrBlock, vpcId: VpcId };
    }
    return undefined;
  },

  delete({ cloud }, id) {
    unlessGone(["InvalidVpcCidrBlockAssociationID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DisassociateVpcCidrBlock", { AssociationId: id }),
    );
  },
});
