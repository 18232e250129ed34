import { getAvailabilityZones } from "./functions/availability-zones.ts";
import { getElasticIp } from "./functions/elastic-ip.ts";
import { getInstance } from "./functions/instance.ts";
import { getNetworkInterface, getNetworkInterfaces } from "./functions/network-interfaces.ts";
import { getRegion } from "./functions/region.ts";
import { getRouteTable } from "./functions/route-table.ts";
import { getSecurityGroup } from "./functions/security-groups.ts";
import { getSecurityGroupRule, getSecurityGroupRules } from "./functions/security-group-rules.ts";
import { getSubnet, getSubnets } from "./functions/subnets.ts";
import { getVpcEndpoint } from "./functions/vpc-endpoint.ts";
import { getVpc } from "./functions/vpc.ts";
import { eipResource } from "./address.ts";
import { internetGatewayResource } from "./internet-gateway.ts";
import { keyPairResource } from "./key-pair.ts";
import { launchTemplateResource } from "./launch-template.ts";
import { natGatewayResource } from "./nat-gateway.ts";
import { routeTableAssociationResource } from "./route-table-association.ts";
import { routeTableResource } from "./route-table.ts";
import { routeResource } from "./route.ts";
import { securityGroupRuleResource } from "./security-group-rule-resource.ts";
import { securityGroupResource } from "./security-group.ts";
import { subnetResource } from "./subnet.ts";
import { vpcIpv4CidrBlockAssociationResource } from "./vpc-cidr-block.ts";
import { vpcEndpointResource } from "./vpc-endpoint.ts";
import { vpcResource } from "./vpc.ts";
import type { Service } from "../../service.ts";
import { ec2Operations } from "./operations.ts";
import { resumeEc2 } from "./resume.ts";
import { ec2State } from "./state.ts";

/** The service: its operations, Pulumi types and functions. */
export const ec2Service: Service = {
  name: "ec2",
  state: ec2State,
  operations: { ec2: ec2Operations },
  resources: [
    eipResource,
    internetGatewayResource,
    keyPairResource,
    launchTemplateResource,
    natGatewayResource,
    routeResource,
    routeTableAssociationResource,
    routeTableResource,
    securityGroupResource,
    securityGroupRuleResource,
    subnetResource,
    vpcIpv4CidrBlockAssociationResource,
    vpcEndpointResource,
    vpcResource,
  ],
  functions: [
    getAvailabilityZones,
    getElasticIp,
    getInstance,
    getNetworkInterface,
    getNetworkInterfaces,
    getRegion,
    getRouteTable,
    getSecurityGroup,
    getSecurityGroupRule,
    getSecurityGroupRules,
    getSubnet,
    getSubnets,
    getVpc,
    getVpcEndpoint,
  ],
  resume: resumeEc2,
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly ec2: typeof ec2Operations;
  }
}
