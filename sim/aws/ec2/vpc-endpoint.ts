/** Endpoints of a VPC, by which AWS's services are reached without a way to the internet. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { MINUTE_MS } from "../kind/waiting.ts";
import type { Tag } from "../tags.ts";
import { onEach } from "./authorization.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { attachToService } from "./network-interface-attachment.ts";
import { addNetworkInterface, removeNetworkInterface } from "./network-interface.ts";
import type { VpcEndpoint } from "./records.ts";
import { ec2State } from "./state.ts";

interface CreateVpcEndpointRequest {
  readonly VpcId: string;
  readonly ServiceName: string;
  /** Default: `Gateway`. */
  readonly VpcEndpointType?: "Gateway" | "Interface" | undefined;
  readonly SubnetIds?: readonly string[] | undefined;
  readonly SecurityGroupIds?: readonly string[] | undefined;
  readonly RouteTableIds?: readonly string[] | undefined;
  readonly PrivateDnsEnabled?: boolean | undefined;
}

interface ModifyVpcEndpointRequest {
  readonly VpcEndpointId: string;
  readonly AddSubnetIds?: readonly string[] | undefined;
  readonly RemoveSubnetIds?: readonly string[] | undefined;
  readonly AddRouteTableIds?: readonly string[] | undefined;
  readonly RemoveRouteTableIds?: readonly string[] | undefined;
}

/**
 * Services that have endpoints, as far as they are known here; Shield and the first WAF have none.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const SERVICES: Readonly<Record<VpcEndpoint["VpcEndpointType"], readonly string[]>> = {
  Gateway: ["s3"],
  Interface: [
    ...["ec2", "ecr.api", "ecr.dkr", "s3", "sts", "eks", "eks-auth", "elasticloadbalancing"],
    ...["autoscaling", "kms", "logs", "monitoring", "secretsmanager", "ssm", "wafv2"],
  ],
};

/** A rough time on AWS until an interface endpoint is there. */
const CREATE_MS = 2 * MINUTE_MS;

const endpoints = ec2Kind(
  {
    prefix: "vpce",
    one: "VpcEndpoint",
    id: "VpcEndpointId",
    create: "CreateVpcEndpoint",
    describe: "DescribeVpcEndpoints",
    delete: "DeleteVpcEndpoints",
  },
  {
    uses: (request: CreateVpcEndpointRequest) => [
      request.VpcId,
      ...(request.SubnetIds ?? []),
      ...(request.SecurityGroupIds ?? []),
      ...(request.RouteTableIds ?? []),
    ],
    make: makeEndpoint,
    made(cloud, endpoint) {
      for (const subnetId of endpoint.SubnetIds) addInterface(cloud, endpoint, subnetId);
    },
    show: (cloud, { CreatedAt, ...endpoint }) => ({
      ...structuredClone(endpoint),
      State: cloud.clock.now() - CreatedAt < CREATE_MS ? "pending" : "available",
    }),
    filters: () => ({
      "vpc-id": (endpoint) => [endpoint.VpcId],
      "service-name": (endpoint) => [endpoint.ServiceName],
      "vpc-endpoint-type": (endpoint) => [endpoint.VpcEndpointType],
      "vpc-endpoint-id": (endpoint) => [endpoint.VpcEndpointId],
    }),
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html and its siblings. */
export const vpcEndpointOperations = {
  CreateVpcEndpoint: endpoints.operations.CreateVpcEndpoint,
  DescribeVpcEndpoints: endpoints.operations.DescribeVpcEndpoints,

  ModifyVpcEndpoint: operation({
    authorize: (cloud, request: ModifyVpcEndpointRequest) =>
      onEach(cloud, "ModifyVpcEndpoint", [request.VpcEndpointId]),
    run: (cloud, request): { Return: true } => {
      const endpoint = ec2State(cloud).vpcEndpoints.get(request.VpcEndpointId);
      endpoint.RouteTableIds = changed(
        endpoint.RouteTableIds,
        request.AddRouteTableIds,
        request.RemoveRouteTableIds,
      );
      for (const subnetId of request.AddSubnetIds ?? []) addInterface(cloud, endpoint, subnetId);
      for (const subnetId of request.RemoveSubnetIds ?? []) removeInterface(cloud, endpoint, subnetId);
      endpoint.SubnetIds = changed(endpoint.SubnetIds, request.AddSubnetIds, request.RemoveSubnetIds);
      return { Return: true };
    },
  }),

  DeleteVpcEndpoints: operation({
    authorize: (cloud, request: { readonly VpcEndpointIds: readonly string[] }) =>
      onEach(cloud, "DeleteVpcEndpoints", request.VpcEndpointIds),
    run: (cloud, { VpcEndpointIds }): { Unsuccessful: never[] } => {
      for (const id of VpcEndpointIds) {
        for (const eni of ec2State(cloud).vpcEndpoints.get(id).NetworkInterfaceIds) {
          removeNetworkInterface(cloud, eni);
        }
        ec2State(cloud).vpcEndpoints.delete(id);
      }
      return { Unsuccessful: [] };
    },
  }),
};

/** The endpoints of a VPC by which one of its hosts comes to a service, as its name says: `ecr.api`. */
export function endpointsFor(cloud: Cloud, vpcId: string, service: string): VpcEndpoint[] {
  const name = serviceName(cloud, service);
  return ec2State(cloud).vpcEndpoints.where(
    (endpoint) => endpoint.VpcId === vpcId && endpoint.ServiceName === name,
  );
}

/** `com.amazonaws.ap-northeast-2.ecr.api`; China has names of its own beginning. */
export function serviceName(cloud: Cloud, service: string): string {
  return `${cloud.partition === "aws-cn" ? "cn." : ""}com.amazonaws.${cloud.region}.${service}`;
}

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_endpoint.go */
export const vpcEndpointResource = endpoints.resource({
  token: "aws:ec2/vpcEndpoint:VpcEndpoint",
  schema: z.object({
    privateDnsEnabled: z.boolean().optional(),
    routeTableIds: z.array(z.string()).optional(),
    securityGroupIds: z.array(z.string()).optional(),
    serviceName: z.string(),
    subnetIds: z.array(z.string()).optional(),
    vpcEndpointType: z.enum(["Gateway", "Interface"]).optional(),
    vpcId: z.string(),
    ...tagsInput,
  }),
  defaults: { vpcEndpointType: "Gateway" },
  replaceOnChange: ["serviceName", "vpcEndpointType", "vpcId", "privateDnsEnabled", "securityGroupIds"],
  computed: [
    "arn",
    "cidrBlocks",
    "dnsEntries",
    "ipAddressType",
    "networkInterfaceIds",
    "ownerId",
    "policy",
    "prefixListId",
    "privateDnsEnabled",
    "requesterManaged",
    "routeTableIds",
    "securityGroupIds",
    "serviceRegion",
    "state",
    "subnetIds",
    "tagsAll",
  ],
  isSame: (_property, before, after) =>
    Array.isArray(before) && Array.isArray(after) ? sameSet(before, after) : isDeepStrictEqual(before, after),

  create({ cloud, timeoutMs = 10 * MINUTE_MS }, inputs, tagging) {
    const { VpcEndpointId } = cloud.call(cloud.administrator, "ec2", "CreateVpcEndpoint", {
      VpcId: inputs.vpcId,
      ServiceName: inputs.serviceName,
      VpcEndpointType: inputs.vpcEndpointType,
      SubnetIds: inputs.subnetIds,
      SecurityGroupIds: inputs.securityGroupIds,
      RouteTableIds: inputs.routeTableIds,
      PrivateDnsEnabled: inputs.privateDnsEnabled,
      ...tagging,
    }).VpcEndpoint;
    cloud.clock.waitUntil(() => describe(cloud, VpcEndpointId).State === "available", timeoutMs);
    return VpcEndpointId;
  },

  outputs: ({ cloud }, endpoint) => ({
    arn: ec2Arn(cloud, endpoint.VpcEndpointId),
    ...outputsOf(describe(cloud, endpoint.VpcEndpointId)),
  }),

  update({ cloud }, id, before, after) {
    cloud.call(cloud.administrator, "ec2", "ModifyVpcEndpoint", {
      VpcEndpointId: id,
      AddSubnetIds: without(after.subnetIds, before.subnetIds),
      RemoveSubnetIds: without(before.subnetIds, after.subnetIds),
      AddRouteTableIds: without(after.routeTableIds, before.routeTableIds),
      RemoveRouteTableIds: without(before.routeTableIds, after.routeTableIds),
    });
  },

  delete({ cloud }, id) {
    cloud.call(cloud.administrator, "ec2", "DeleteVpcEndpoints", { VpcEndpointIds: [id] });
  },
});

function describe(cloud: Cloud, id: string) {
  const { VpcEndpoints } = cloud.call(cloud.administrator, "ec2", "DescribeVpcEndpoints", {
    VpcEndpointIds: [id],
  });
  return VpcEndpoints[0]!;
}

/** What type and function show alike. */
export function outputsOf(endpoint: ReturnType<typeof describe>) {
  return {
    networkInterfaceIds: endpoint.NetworkInterfaceIds,
    ownerId: endpoint.OwnerId,
    privateDnsEnabled: endpoint.PrivateDnsEnabled,
    routeTableIds: endpoint.RouteTableIds,
    securityGroupIds: endpoint.Groups.map(({ GroupId }) => GroupId),
    serviceName: endpoint.ServiceName,
    state: endpoint.State,
    subnetIds: endpoint.SubnetIds,
    vpcEndpointType: endpoint.VpcEndpointType,
    vpcId: endpoint.VpcId,
  };
}

function makeEndpoint(cloud: Cloud, request: CreateVpcEndpointRequest, id: string, tags: Tag[]): VpcEndpoint {
  const { VpcId, ServiceName, VpcEndpointType = "Gateway", PrivateDnsEnabled = false } = request;
  const vpc = ec2State(cloud).vpcs.get(VpcId);
  if (!SERVICES[VpcEndpointType].some((service) => serviceName(cloud, service) === ServiceName)) {
    throw new NotSimulated("ec2:CreateVpcEndpoint", `${ServiceName} of type ${VpcEndpointType}`);
  }
  if (PrivateDnsEnabled) checkPrivateDns(cloud, vpc.Attributes, VpcId, ServiceName);
  return {
    VpcEndpointId: id,
    VpcEndpointType,
    VpcId,
    ServiceName,
    OwnerId: cloud.accountId,
    CreatedAt: VpcEndpointType === "Interface" ? cloud.clock.now() : cloud.clock.now() - CREATE_MS,
    RouteTableIds: (request.RouteTableIds ?? []).map(
      (one) => ec2State(cloud).routeTables.get(one).RouteTableId,
    ),
    SubnetIds: (request.SubnetIds ?? []).map((one) => ec2State(cloud).subnets.get(one).SubnetId),
    Groups: groupsOf(cloud, VpcId, VpcEndpointType, request.SecurityGroupIds),
    PrivateDnsEnabled,
    NetworkInterfaceIds: [],
    Tags: tags,
  };
}

function groupsOf(
  cloud: Cloud,
  vpcId: string,
  type: VpcEndpoint["VpcEndpointType"],
  given: readonly string[] = [],
): VpcEndpoint["Groups"] {
  const groups = ec2State(cloud).securityGroups;
  if (type === "Gateway") return [];
  const found =
    given.length > 0
      ? given.map((id) => groups.get(id))
      : groups.where(({ VpcId, GroupName }) => VpcId === vpcId && GroupName === "default");
  return found.map(({ GroupId, GroupName }) => ({ GroupId, GroupName }));
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html */
function checkPrivateDns(
  cloud: Cloud,
  { enableDnsSupport, enableDnsHostnames }: { enableDnsSupport: boolean; enableDnsHostnames: boolean },
  vpcId: string,
  name: string,
): void {
  if (!enableDnsSupport || !enableDnsHostnames) {
    throw new AwsError(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
    );
  }
  const others = ec2State(cloud).vpcEndpoints.where(
    (one) => one.VpcId === vpcId && one.ServiceName === name && one.PrivateDnsEnabled,
  );
  if (others.length === 0) return;
  throw new AwsError(
    "InvalidParameter",
    `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${name} in the VPC ${vpcId}`,
  );
}

function addInterface(cloud: Cloud, endpoint: VpcEndpoint, SubnetId: string): void {
  const eni = addNetworkInterface(cloud, {
    SubnetId,
    Description: `VPC Endpoint Interface ${endpoint.VpcEndpointId}`,
    Groups: endpoint.Groups.map(({ GroupId }) => GroupId),
    InterfaceType: "vpc_endpoint",
    RequesterManaged: true,
  });
  attachToService(cloud, eni, "amazon-aws");
  endpoint.NetworkInterfaceIds.push(eni.NetworkInterfaceId);
}

function removeInterface(cloud: Cloud, endpoint: VpcEndpoint, subnetId: string): void {
  const enis = ec2State(cloud).networkInterfaces;
  const gone = endpoint.NetworkInterfaceIds.filter((id) => enis.get(id).SubnetId === subnetId);
  for (const id of gone) removeNetworkInterface(cloud, id);
  endpoint.NetworkInterfaceIds = endpoint.NetworkInterfaceIds.filter((id) => !gone.includes(id));
}

function changed(
  present: readonly string[],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): string[] {
  return [...present.filter((one) => !removed.includes(one)), ...added];
}

function without(all: readonly string[] = [], others: readonly string[] = []): string[] {
  return all.filter((one) => !others.includes(one));
}
