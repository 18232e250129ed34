import { addressOperations } from "./address.ts";
import { availabilityZoneOperations } from "./availability-zone.ts";
import { instanceOperations } from "./instance.ts";
import { internetGatewayOperations } from "./internet-gateway.ts";
import { keyPairOperations } from "./key-pair.ts";
import { launchTemplateOperations } from "./launch-template.ts";
import { natGatewayOperations } from "./nat-gateway.ts";
import { networkInterfaceAttachmentOperations } from "./network-interface-attachment.ts";
import { networkInterfaceOperations } from "./network-interface.ts";
import { privateIpAddressOperations } from "./private-ip-address.ts";
import { routeTableAssociationOperations } from "./route-table-association.ts";
import { routeTableOperations } from "./route-table.ts";
import { routeOperations } from "./route.ts";
import { securityGroupRuleOperations } from "./security-group-rule.ts";
import { securityGroupOperations } from "./security-group.ts";
import { subnetOperations } from "./subnet.ts";
import { tagOperations } from "./tag-operations.ts";
import { vpcCidrBlockOperations } from "./vpc-cidr-block.ts";
import { vpcEndpointOperations } from "./vpc-endpoint.ts";
import { vpcOperations } from "./vpc.ts";

/** Every EC2 operation that is simulated. */
export const ec2Operations = {
  ...addressOperations,
  ...availabilityZoneOperations,
  ...instanceOperations,
  ...internetGatewayOperations,
  ...keyPairOperations,
  ...launchTemplateOperations,
  ...natGatewayOperations,
  ...networkInterfaceAttachmentOperations,
  ...networkInterfaceOperations,
  ...privateIpAddressOperations,
  ...routeOperations,
  ...routeTableAssociationOperations,
  ...routeTableOperations,
  ...securityGroupOperations,
  ...securityGroupRuleOperations,
  ...subnetOperations,
  ...tagOperations,
  ...vpcCidrBlockOperations,
  ...vpcEndpointOperations,
  ...vpcOperations,
};
