import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import { invalidValue, missing } from "./errors.ts";
import type {
  Address,
  Instance,
  InternetGateway,
  KeyPair,
  LaunchTemplate,
  NatGateway,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcEndpoint,
  ZoneGroup,
} from "./records.ts";

/** EC2 objects of the account, by id. */
export class Ec2State {
  readonly vpcs = new Table<Vpc>(missing("InvalidVpcID.NotFound", "vpc ID"));
  readonly subnets = new Table<Subnet>(missing("InvalidSubnetID.NotFound", "subnet ID"));
  readonly internetGateways = new Table<InternetGateway>(
    missing("InvalidInternetGatewayID.NotFound", "internetGateway ID"),
  );
  /** Elastic IP addresses by allocation id. */
  readonly addresses = new Table<Address>(missing("InvalidAllocationID.NotFound", "allocation ID"));
  readonly natGateways = new Table<NatGateway>(
    (id) => new AwsError("NatGatewayNotFound", `The Nat Gateway ${id} was not found`),
  );
  readonly routeTables = new Table<RouteTable>(missing("InvalidRouteTableID.NotFound", "routeTable ID"));
  readonly securityGroups = new Table<SecurityGroup>(missing("InvalidGroup.NotFound", "security group"));
  readonly securityGroupRules = new Table<SecurityGroupRule>(
    missing("InvalidSecurityGroupRuleId.NotFound", "security group rule ID"),
  );
  readonly launchTemplates = new Table<LaunchTemplate>(
    (id) =>
      new AwsError(
        "InvalidLaunchTemplateId.NotFound",
        `The specified launch template, with template ID ${id}, does not exist.`,
      ),
  );
  /** By id; their names are unique too. */
  readonly keyPairs = new Table<KeyPair>(missing("InvalidKeyPair.NotFound", "key pair"));
  readonly networkInterfaces = new Table<NetworkInterface>(
    missing("InvalidNetworkInterfaceID.NotFound", "networkInterface ID"),
  );
  /** Groups of Local Zones that the account has opted in to, or out of again. */
  readonly zoneGroups = new Table<ZoneGroup>((name) => invalidValue(`Invalid zone group name: [${name}]`));
  readonly vpcEndpoints = new Table<VpcEndpoint>(
    (id) => new AwsError("InvalidVpcEndpointId.NotFound", `The Vpc Endpoint Id '${id}' does not exist`),
  );
  readonly instances = new Table<Instance>(missing("InvalidInstanceID.NotFound", "instance ID"));
}

export const ec2State = cloudState(() => new Ec2State());
