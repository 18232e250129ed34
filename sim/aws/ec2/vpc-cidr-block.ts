/** The IPv4 blocks of a VPC: the one that it is made with, and others that are added later. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { MAX_VPC_BLOCKS, RESERVED_BLOCKS, restrictedRange, VPC_PREFIX } from "../../../facts/vpc-blocks.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { onEach, onExisting } from "./authorization.ts";
import { blockOf, containsBlock, overlaps, parseBlock, type Block } from "./cidr.ts";
import { hasDependencies, invalidParameter } from "./errors.ts";
import { networkOfSize } from "./provider-checks.ts";
import type { Vpc, VpcCidrBlockAssociation } from "./records.ts";
import { ec2State } from "./state.ts";

/** All IPv4 blocks of the VPC. */
export function vpcBlocks(vpc: Vpc): Block[] {
  return vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => blockOf(CidrBlock));
}

/** A block that a VPC can have. @throws AwsError */
export function checkedVpcBlock(cidr: string): Block {
  const block = parseBlock(cidr);
  if (block === undefined) throw invalidParameter("cidrBlock", cidr, "This is not a valid CIDR block.");
  const isReserved = RESERVED_BLOCKS.some((reserved) => overlaps(blockOf(reserved), block));
  if (isReserved || block.prefixLength < VPC_PREFIX.min || block.prefixLength > VPC_PREFIX.max) {
    throw new AwsError("InvalidVpc.Range", `The CIDR '${cidr}' is invalid.`);
  }
  return block;
}

/** A block with an id of its own. */
export function newAssociation(cloud: Cloud, block: Block): VpcCidrBlockAssociation {
  return {
    AssociationId: cloud.ids.ec2("vpc-cidr-assoc"),
    CidrBlock: block.cidr,
    CidrBlockState: { State: "associated" },
  };
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html and DisassociateVpcCidrBlock.
 */
export const vpcCidrBlockOperations = {
  AssociateVpcCidrBlock: operation({
    authorize: (cloud, request: { readonly VpcId: string; readonly CidrBlock: string }) => [
      onExisting(cloud, "AssociateVpcCidrBlock", request.VpcId),
    ],
    run: (cloud, request): { VpcId: string; CidrBlockAssociation: VpcCidrBlockAssociation } => {
      const vpc = ec2State(cloud).vpcs.get(request.VpcId);
      const block = checkedVpcBlock(request.CidrBlock);
      if (vpcBlocks(vpc).some((present) => overlaps(present, block))) {
        throw new AwsError("InvalidVpc.Range", `The CIDR '${request.CidrBlock}' conflicts with another CIDR`);
      }
      refuseRestricted(cloud, vpc, block);
      if (vpc.CidrBlockAssociationSet.length >= MAX_VPC_BLOCKS) {
        throw new AwsError(
          "CidrLimitExceeded",
          `This network '${vpc.VpcId}' has met its maximum number of allowed CIDRs: ${MAX_VPC_BLOCKS}`,
        );
      }
      const added = newAssociation(cloud, block);
      vpc.CidrBlockAssociationSet = [...vpc.CidrBlockAssociationSet, added];
      for (const table of tablesOf(cloud, vpc)) {
        table.Routes = [
          ...table.Routes,
          { DestinationCidrBlock: block.cidr, GatewayId: "local", Origin: "CreateRouteTable" },
        ];
      }
      return { VpcId: vpc.VpcId, CidrBlockAssociation: added };
    },
  }),

  DisassociateVpcCidrBlock: operation({
    authorize: (cloud, request: { readonly AssociationId: string }) =>
      onEach(cloud, "DisassociateVpcCidrBlock", [withAssociation(cloud, request.AssociationId)?.VpcId]),
    run: (cloud, { AssociationId }): Record<string, never> => {
      const vpc = withAssociation(cloud, AssociationId);
      const removed = vpc?.CidrBlockAssociationSet.find((one) => one.AssociationId === AssociationId);
      if (vpc === undefined || removed === undefined) {
        throw new AwsError(
          "InvalidVpcCidrBlockAssociationID.NotFound",
          `The vpc CIDR block association ID '${AssociationId}' does not exist`,
        );
      }
      if (removed.CidrBlock === vpc.CidrBlock) {
        throw new AwsError(
          "OperationNotPermitted",
          `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
        );
      }
      const block = blockOf(removed.CidrBlock);
      const isUsed = ec2State(cloud)
        .subnets.where(({ VpcId }) => VpcId === vpc.VpcId)
        .some(({ CidrBlock }) => containsBlock(block, blockOf(CidrBlock)));
      if (isUsed) throw hasDependencies("vpc CIDR block association", AssociationId);
      vpc.CidrBlockAssociationSet = vpc.CidrBlockAssociationSet.filter((one) => one !== removed);
      for (const table of tablesOf(cloud, vpc)) {
        table.Routes = table.Routes.filter((route) => route.DestinationCidrBlock !== removed.CidrBlock);
      }
      return {};
    },
  }),
};

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

/** @throws AwsError for a block of a range that does not go with the VPC's. */
function refuseRestricted(cloud: Cloud, vpc: Vpc, block: Block): void {
  const present = vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock);
  if (restrictedRange(block.cidr, present) !== undefined) {
    throw new AwsError(
      "InvalidVpc.Range",
      `The CIDR '${block.cidr}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html`,
    );
  }
  const routes = tablesOf(cloud, vpc).flatMap(({ Routes }) => Routes);
  if (routes.some(({ DestinationCidrBlock: to }) => to !== undefined && containsBlock(block, blockOf(to)))) {
    throw new NotSimulated(`block ${block.cidr} beside a route to addresses in it`);
  }
}

function withAssociation(cloud: Cloud, associationId: string): Vpc | undefined {
  return ec2State(cloud).vpcs.where(({ CidrBlockAssociationSet }) =>
    CidrBlockAssociationSet.some(({ AssociationId }) => AssociationId === associationId),
  )[0];
}

function tablesOf(cloud: Cloud, { VpcId }: Vpc) {
  return ec2State(cloud).routeTables.where((table) => table.VpcId === VpcId);
}
