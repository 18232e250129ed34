import type { TagSpecification } from "./tags.ts";
import type { Tag } from "../tags.ts";

/** An elastic IP address. What it is associated with follows from the network interfaces. */
export interface Address {
  readonly AllocationId: string;
  readonly PublicIp: string;
  readonly Domain: "vpc";
  readonly PublicIpv4Pool: "amazon";
  readonly NetworkBorderGroup: string;
  Tags: Tag[];
}

/**
 * The states of an instance that is never stopped: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */
export type InstanceStateName = "pending" | "running" | "shutting-down" | "terminated";

/** An instance. Its addresses and security groups are those of its network interfaces. */
export interface Instance {
  readonly InstanceId: string;
  readonly ReservationId: string;
  readonly InstanceType: string;
  readonly ImageId: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly AvailabilityZone: string;
  readonly LaunchTime: string;
  readonly KeyName?: string;
  readonly IamInstanceProfile?: IamInstanceProfile;
  readonly UserData?: string;
  readonly BlockDeviceMappings: readonly BlockDeviceMapping[];
  readonly MetadataOptions: Required<MetadataOptions>;
  State: InstanceStateName;
  /** When the state changes by itself next, in milliseconds since the epoch. */
  NextChangeAt?: number;
  Tags: Tag[];
}

/** An internet gateway, as DescribeInternetGateways has it. */
export interface InternetGateway {
  readonly InternetGatewayId: string;
  readonly OwnerId: string;
  /** At most one. */
  Attachments: { readonly State: "available"; readonly VpcId: string }[];
  Tags: Tag[];
}

/** A key pair. The simulated cloud keeps the public key alone; only imported keys are there. */
export interface KeyPair {
  readonly KeyPairId: string;
  readonly KeyName: string;
  readonly KeyType: "rsa" | "ed25519";
  readonly KeyFingerprint: string;
  readonly PublicKey: string;
  readonly CreateTime: string;
  Tags: Tag[];
}

/** A launch template with all its versions. */
export interface LaunchTemplate {
  readonly LaunchTemplateId: string;
  readonly LaunchTemplateName: string;
  readonly CreateTime: string;
  readonly CreatedBy: string;
  DefaultVersionNumber: number;
  LatestVersionNumber: number;
  Versions: LaunchTemplateVersion[];
  Tags: Tag[];
}

/** A version, which never changes. */
export interface LaunchTemplateVersion {
  readonly VersionNumber: number;
  readonly VersionDescription?: string;
  readonly CreateTime: string;
  readonly LaunchTemplateData: LaunchTemplateData;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html */
export type NatGatewayState = "pending" | "failed" | "available" | "deleting" | "deleted";

/** A NAT gateway, as DescribeNatGateways has it. */
export interface NatGateway {
  readonly NatGatewayId: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly ConnectivityType: "public" | "private";
  readonly CreateTime: string;
  State: NatGatewayState;
  /** When the state changes by itself next, in milliseconds since the epoch. */
  NextChangeAt?: number;
  FailureCode?: string;
  FailureMessage?: string;
  NatGatewayAddresses: NatGatewayAddress[];
  Tags: Tag[];
}

/** The interface of a gateway, and the elastic IP address in front of a public one. */
export interface NatGatewayAddress {
  readonly AllocationId?: string;
  readonly AssociationId?: string;
  readonly NetworkInterfaceId: string;
  readonly PrivateIp: string;
  readonly PublicIp?: string;
  readonly IsPrimary: true;
  readonly Status: "succeeded";
}

/** A public address in front of a private one. */
export interface PublicAddress {
  readonly PublicIp: string;
  readonly PublicDnsName: string;
  /** The account for an elastic IP address, `amazon` or the service for one of AWS's pool. */
  readonly IpOwnerId: string;
  readonly AllocationId?: string;
  readonly AssociationId?: string;
}

/** One IPv4 address of an interface. */
export interface PrivateAddress {
  readonly Primary: boolean;
  readonly PrivateIpAddress: string;
  readonly PrivateDnsName: string;
  Association?: PublicAddress;
}

/** What an interface is attached to: an instance of the account, or something that an AWS service runs. */
export interface Attachment {
  readonly AttachmentId: string;
  readonly AttachTime: string;
  DeleteOnTermination: boolean;
  readonly DeviceIndex: number;
  readonly NetworkCardIndex: 0;
  readonly InstanceId?: string;
  /** The account, or `amazon-elb` and the like. */
  readonly InstanceOwnerId: string;
  readonly Status: "attached";
}

/** A network interface. DescribeNetworkInterfaces calls its tags `TagSet`. */
export interface NetworkInterface {
  readonly NetworkInterfaceId: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly AvailabilityZone: string;
  readonly OwnerId: string;
  Description: string;
  Groups: GroupIdentifier[];
  readonly InterfaceType: InterfaceType;
  readonly MacAddress: string;
  readonly PrivateDnsName: string;
  /** The primary address, which is also the first of `PrivateIpAddresses`. */
  readonly PrivateIpAddress: string;
  PrivateIpAddresses: PrivateAddress[];
  /** Delegated /28 prefixes. */
  Ipv4Prefixes: { readonly Ipv4Prefix: string }[];
  readonly Ipv6Addresses: readonly never[];
  /** Who made it, where an AWS service did: `amazon-elb`. */
  readonly RequesterId?: string;
  readonly RequesterManaged: boolean;
  SourceDestCheck: boolean;
  Attachment?: Attachment;
  Tags: Tag[];
}

/** Those of EC2's many types that something here makes. */
export type InterfaceType = "interface" | "nat_gateway" | "network_load_balancer" | "vpc_endpoint";

/** An endpoint of a VPC for a service of AWS, as DescribeVpcEndpoints has it but for the state, which follows from its age. */
export interface VpcEndpoint {
  readonly VpcEndpointId: string;
  readonly VpcEndpointType: "Gateway" | "Interface";
  readonly VpcId: string;
  /** `com.amazonaws.ap-northeast-2.sts` */
  readonly ServiceName: string;
  readonly OwnerId: string;
  /** Milliseconds since the epoch. */
  readonly CreatedAt: number;
  /** Tables whose subnets a gateway serves. */
  RouteTableIds: string[];
  SubnetIds: string[];
  readonly Groups: readonly { readonly GroupId: string; readonly GroupName: string }[];
  readonly PrivateDnsEnabled: boolean;
  NetworkInterfaceIds: string[];
  Tags: Tag[];
}

/** A route table. */
export interface RouteTable {
  readonly RouteTableId: string;
  readonly VpcId: string;
  readonly OwnerId: string;
  Associations: RouteTableAssociation[];
  Routes: Route[];
  readonly PropagatingVgws: readonly never[];
  Tags: Tag[];
}

/** Says that a subnet uses a table, or that the VPC does where its subnets have none. */
export interface RouteTableAssociation {
  readonly RouteTableAssociationId: string;
  readonly RouteTableId: string;
  /** Absent for the association of the VPC's main table. */
  readonly SubnetId?: string;
  readonly Main: boolean;
  readonly AssociationState: { readonly State: "associated" };
}

/** A security group; its rules are in a table of their own. */
export interface SecurityGroup {
  readonly GroupId: string;
  readonly GroupName: string;
  readonly Description: string;
  readonly VpcId: string;
  readonly OwnerId: string;
  Tags: Tag[];
}

/** One rule of a security group: one direction, one peer. */
export interface SecurityGroupRule extends RuleSpec {
  readonly SecurityGroupRuleId: string;
  readonly GroupId: string;
  readonly GroupOwnerId: string;
  readonly IsEgress: boolean;
  Tags: Tag[];
}

/** A subnet, as DescribeSubnets has it but for the number of free addresses, which follows from its use. */
export interface Subnet {
  readonly SubnetId: string;
  readonly SubnetArn: string;
  readonly VpcId: string;
  readonly OwnerId: string;
  readonly CidrBlock: string;
  readonly AvailabilityZone: string;
  readonly AvailabilityZoneId: string;
  readonly State: "available";
  readonly DefaultForAz: boolean;
  MapPublicIpOnLaunch: boolean;
  readonly AssignIpv6AddressOnCreation: boolean;
  readonly Ipv6CidrBlockAssociationSet: readonly never[];
  PrivateDnsNameOptionsOnLaunch: PrivateDnsNameOptions;
  Tags: Tag[];
}

/** How instances in the subnet are named. */
export interface PrivateDnsNameOptions {
  readonly HostnameType: "ip-name" | "resource-name";
  readonly EnableResourceNameDnsARecord: boolean;
  readonly EnableResourceNameDnsAAAARecord: boolean;
}

/** A virtual private cloud, as DescribeVpcs has it, and its attributes. */
export interface Vpc {
  readonly VpcId: string;
  readonly OwnerId: string;
  readonly CidrBlock: string;
  /** The first is that of `CidrBlock`. */
  CidrBlockAssociationSet: VpcCidrBlockAssociation[];
  readonly DhcpOptionsId: string;
  readonly InstanceTenancy: "default" | "dedicated";
  readonly IsDefault: boolean;
  readonly State: "available";
  Tags: Tag[];
  /** Attributes that DescribeVpcAttribute tells. */
  Attributes: VpcAttributes;
  readonly DefaultNetworkAclId: string;
}

/** What ModifyVpcAttribute changes. */
export interface VpcAttributes {
  /** Default: true. */
  readonly enableDnsSupport: boolean;
  /** Default: false for a VPC that CreateVpc makes. */
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
}

/** What an account has decided about a group of Local Zones. */
export interface ZoneGroup {
  readonly GroupName: string;
  OptInStatus: "opted-in" | "not-opted-in";
}

/** What instances are started with; any part may be left to RunInstances. */
export interface LaunchTemplateData {
  readonly ImageId?: string | undefined;
  readonly InstanceType?: string | undefined;
  readonly KeyName?: string | undefined;
  /** Base64. */
  readonly UserData?: string | undefined;
  readonly SecurityGroupIds?: readonly string[] | undefined;
  readonly IamInstanceProfile?: IamInstanceProfile | undefined;
  readonly BlockDeviceMappings?: readonly BlockDeviceMapping[] | undefined;
  readonly MetadataOptions?: MetadataOptions | undefined;
  readonly Monitoring?: { readonly Enabled?: boolean | undefined } | undefined;
  readonly EbsOptimized?: boolean | undefined;
  readonly NetworkInterfaces?: readonly NetworkInterfaceSpecification[] | undefined;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** An instance profile by ARN or name. */
export interface IamInstanceProfile {
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
}

/** A volume that an instance starts with. */
export interface BlockDeviceMapping {
  readonly DeviceName?: string | undefined;
  readonly Ebs?:
    | {
        /** GiB */
        readonly VolumeSize?: number | undefined;
        readonly VolumeType?: string | undefined;
        readonly Encrypted?: boolean | undefined;
        readonly DeleteOnTermination?: boolean | undefined;
        readonly Iops?: number | undefined;
        readonly Throughput?: number | undefined;
        readonly KmsKeyId?: string | undefined;
      }
    | undefined;
}

/** Access to the instance metadata service. */
export interface MetadataOptions {
  /** `required` is IMDSv2 only. */
  readonly HttpTokens?: "optional" | "required" | undefined;
  /** Network hops that an answer may take: 1 keeps it from pods with an address of their own. */
  readonly HttpPutResponseHopLimit?: number | undefined;
  readonly HttpEndpoint?: "enabled" | "disabled" | undefined;
  readonly HttpProtocolIpv6?: "enabled" | "disabled" | undefined;
  readonly InstanceMetadataTags?: "enabled" | "disabled" | undefined;
}

/** An interface that an instance starts with: a new one, or one that is there. */
export interface NetworkInterfaceSpecification {
  readonly DeviceIndex?: number | undefined;
  readonly SubnetId?: string | undefined;
  readonly Groups?: readonly string[] | undefined;
  readonly AssociatePublicIpAddress?: boolean | undefined;
  readonly DeleteOnTermination?: boolean | undefined;
  readonly NetworkInterfaceId?: string | undefined;
}

/** A security group, as interfaces and instances name it. */
export interface GroupIdentifier {
  readonly GroupId: string;
  readonly GroupName: string;
}

/** One route as the table keeps it; whether it leads anywhere follows from its target. */
export interface Route {
  readonly DestinationCidrBlock: string;
  /** An internet gateway, or `local`. */
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly NetworkInterfaceId?: string;
  readonly Origin: "CreateRouteTable" | "CreateRoute";
}

/** Protocol, ports and exactly one peer. */
export interface RuleSpec {
  readonly IpProtocol: string;
  /** Absent where the protocol has no ports or all are meant. */
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly ReferencedGroupInfo?: { readonly GroupId: string; readonly UserId: string };
  readonly Description?: string;
}

/** One block of a VPC. */
export interface VpcCidrBlockAssociation {
  readonly AssociationId: string;
  readonly CidrBlock: string;
  readonly CidrBlockState: { readonly State: "associated" };
}
