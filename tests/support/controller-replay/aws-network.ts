import type { Cloud, InputOf, Operations, OutputOf, ServiceName } from "../../../sim/core/cloud.ts";

/** What differs between the networks of the recordings. */
export interface NetworkOptions {
  /** Whether the subnets have the tag by which the controller finds them. Default: true. */
  readonly roleTags?: boolean;
  /** Whether the subnets route to an internet gateway. Default: true. */
  readonly internetRoute?: boolean;
  /** Default: a, b and c. */
  readonly zones?: readonly string[];
}

/** Makes an AWS call as the administrator. */
export type AwsCall = <S extends ServiceName, A extends keyof Operations[S] & string>(
  service: S,
  action: A,
  parameters: InputOf<Operations[S][A]>,
) => OutputOf<Operations[S][A]>;

/** What the clusters of a recording share in AWS: network, security groups, one instance each. */
export class AwsNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly backendSecurityGroupId: string;
  readonly call: AwsCall;
  /** The recordings' names of objects, by id. */
  readonly aliases = new Map<string, string>();
  readonly #instanceIds = new Map<string, string>();

  constructor(cloud: Cloud, clusterNames: readonly string[], options: NetworkOptions) {
    this.call = (service, action, parameters) => cloud.call(cloud.administrator, service, action, parameters);
    this.vpcId = this.call("ec2", "CreateVpc", { CidrBlock: "192.168.0.0/16" }).Vpc.VpcId;
    this.aliases.set(this.vpcId, "vpc-main");
    this.subnetIds = this.#subnets(options.zones ?? ["a", "b", "c"], options.roleTags ?? true);
    this.#internetGateway(options.internetRoute ?? true);
    this.backendSecurityGroupId = this.#securityGroup("sg-backend", "alb-backend", "backend");
    for (const [index, name] of clusterNames.entries()) this.#node(name, index === 0 ? 10 : 60);
  }

  /** Provider id of the cluster's node. */
  nodeOf(clusterName: string): string {
    return `aws:///ap-northeast-2a/${this.#instanceIds.get(clusterName)}`;
  }

  /** The controller goes by the order of ids; so that of the zones must be the same, as with the recordings' names. */
  #subnets(zones: readonly string[], roleTag: boolean): string[] {
    const ids: string[] = [];
    for (const [index, zone] of zones.entries()) {
      let id = this.#subnet(zone, `192.168.${index}.0/24`, roleTag);
      while (id < (ids.at(-1) ?? "")) {
        this.call("ec2", "DeleteSubnet", { SubnetId: id });
        id = this.#subnet(zone, `192.168.${index}.0/24`, roleTag);
      }
      ids.push(id);
      this.aliases.set(id, `subnet-public-${zone}`);
    }
    return ids;
  }

  #subnet(zone: string, CidrBlock: string, roleTag: boolean): string {
    const Tags = roleTag ? [{ Key: "kubernetes.io/role/elb", Value: "1" }] : [];
    const { SubnetId } = this.call("ec2", "CreateSubnet", {
      VpcId: this.vpcId,
      CidrBlock,
      AvailabilityZone: `ap-northeast-2${zone}`,
      TagSpecifications: [{ ResourceType: "subnet", Tags }],
    }).Subnet;
    return SubnetId;
  }

  #internetGateway(routed: boolean): void {
    const GatewayId = this.call("ec2", "CreateInternetGateway", {}).InternetGateway.InternetGatewayId;
    this.call("ec2", "AttachInternetGateway", { InternetGatewayId: GatewayId, VpcId: this.vpcId });
    const { RouteTableId } = this.call("ec2", "CreateRouteTable", { VpcId: this.vpcId }).RouteTable;
    if (routed) {
      this.call("ec2", "CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId });
    }
    for (const SubnetId of this.subnetIds)
      this.call("ec2", "AssociateRouteTable", { RouteTableId, SubnetId });
  }

  #securityGroup(alias: string, GroupName: string, Description: string, tag?: string): string {
    const { GroupId } = this.call("ec2", "CreateSecurityGroup", {
      GroupName,
      Description,
      VpcId: this.vpcId,
      TagSpecifications:
        tag === undefined ? [] : [{ ResourceType: "security-group", Tags: [{ Key: tag, Value: "owned" }] }],
    });
    this.aliases.set(GroupId, alias);
    return GroupId;
  }

  /** An instance with addresses for pods from 192.168.0.`first` on. */
  #node(clusterName: string, first: number): void {
    const group = this.#securityGroup(
      `sg-node-${clusterName}`,
      `eks-cluster-sg-${clusterName}`,
      "cluster",
      `kubernetes.io/cluster/${clusterName}`,
    );
    const { Instances } = this.call("ec2", "RunInstances", {
      ImageId: "ami-0123456789abcdef0",
      InstanceType: "m5.large",
      SubnetId: this.subnetIds[0]!,
      SecurityGroupIds: [group],
      MinCount: 1,
      MaxCount: 1,
    });
    const [instance] = Instances;
    const [primary] = instance!.NetworkInterfaces;
    this.aliases.set(instance!.InstanceId, `i-node-${clusterName}`);
    this.#instanceIds.set(clusterName, instance!.InstanceId);
    this.call("ec2", "AssignPrivateIpAddresses", {
      NetworkInterfaceId: primary!.NetworkInterfaceId,
      PrivateIpAddresses: [0, 1, 2, 3].map((index) => `192.168.0.${first + index}`),
    });
  }
}
