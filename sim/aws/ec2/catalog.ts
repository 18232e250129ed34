import type { Catalog } from "../../core/resource-type.ts";
import { getAvailabilityZones } from "./functions/availability-zones.ts";
import { getRegion } from "./functions/region.ts";
import { getSecurityGroup } from "./functions/security-group.ts";
import { getSubnet, getSubnets } from "./functions/subnets.ts";
import { getVpc } from "./functions/vpc.ts";
import { eipResource } from "./resources/eip.ts";
import { internetGatewayResource } from "./resources/internet-gateway.ts";
import { keyPairResource } from "./resources/key-pair.ts";
import { launchTemplateResource } from "./resources/launch-template.ts";
import { natGatewayResource } from "./resources/nat-gateway.ts";
import { routeTableAssociationResource } from "./resources/route-table-association.ts";
import { routeTableResource } from "./resources/route-table.ts";
import { routeResource } from "./resources/route.ts";
import {
  securityGroupEgressRuleResource,
  securityGroupIngressRuleResource,
} from "./resources/security-group-directed-rule.ts";
import { securityGroupRuleResource } from "./resources/security-group-rule.ts";
import { securityGroupResource } from "./resources/security-group.ts";
import { subnetResource } from "./resources/subnet.ts";
import { tagResource } from "./resources/tag.ts";
import { vpcIpv4CidrBlockAssociationResource } from "./resources/vpc-ipv4-cidr-block-association.ts";
import { vpcResource } from "./resources/vpc.ts";

/** Pulumi types and functions of this service. */
export const ec2Catalog: Catalog = {
  resources: [
    eipResource,
    internetGatewayResource,
    keyPairResource,
    launchTemplateResource,
    natGatewayResource,
    routeResource,
    routeTableAssociationResource,
    routeTableResource,
    securityGroupEgressRuleResource,
    securityGroupIngressRuleResource,
    securityGroupResource,
    securityGroupRuleResource,
    subnetResource,
    tagResource,
    vpcIpv4CidrBlockAssociationResource,
    vpcResource,
  ],
  functions: [getAvailabilityZones, getRegion, getSecurityGroup, getSubnet, getSubnets, getVpc],
};
