import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { Tag } from "../tags.ts";
import { invalidValue, missingParameter } from "./errors.ts";
import { findInstanceType } from "./instance-types.ts";
import { getKeyPair } from "./key-pair.ts";
import { checkMetadataOptions } from "./launch-template-data.ts";
import { launchTemplateData, type LaunchTemplateSpecification } from "./launch-template.ts";
import { attachToInstance } from "./network-interface-attachment.ts";
import { addNetworkInterface } from "./network-interface.ts";
import { poolAddress } from "./public-address.ts";
import type {
  Instance,
  LaunchTemplateData,
  MetadataOptions,
  NetworkInterface,
  NetworkInterfaceSpecification,
  Subnet,
} from "./records.ts";
import { ec2State } from "./state.ts";
import { tagsFor } from "./tags.ts";

/** What an instance is started with: a launch template's data, and what the request puts in its place. */
export interface StartRequest extends LaunchTemplateData {
  readonly SubnetId?: string | undefined;
  readonly LaunchTemplate?: LaunchTemplateSpecification | undefined;
  /** The request that it belongs to; a new one where omitted. */
  readonly ReservationId?: string;
}

/** Those of images that ask for IMDSv2, as Amazon Linux 2023 and EKS's images of it do. */
const DEFAULT_METADATA_OPTIONS: Required<MetadataOptions> = {
  HttpTokens: "required",
  HttpPutResponseHopLimit: 2,
  HttpEndpoint: "enabled",
  HttpProtocolIpv6: "disabled",
  InstanceMetadataTags: "disabled",
};

/** Makes an instance with its primary network interface. @throws AwsError; nothing is made then. */
export function startInstance(cloud: Cloud, request: StartRequest, tags: Tag[], id: string): Instance {
  const template =
    request.LaunchTemplate === undefined ? {} : launchTemplateData(cloud, request.LaunchTemplate);
  const data: StartRequest = { ...template, ...given(request) };
  const { ImageId, KeyName, IamInstanceProfile, UserData } = data;
  if (ImageId === undefined) throw missingParameter("ImageId");
  const type = findInstanceType(data.InstanceType ?? "");
  if (type === undefined) throw invalidValue(`Invalid value '${data.InstanceType}' for InstanceType.`);
  if (KeyName !== undefined) getKeyPair(cloud, KeyName);
  checkMetadataOptions(data.MetadataOptions);
  const primary = primarySpecification(data);
  const SubnetId = primary.SubnetId ?? data.SubnetId;
  // Without a default VPC, as in this account, EC2 cannot choose a subnet.
  if (SubnetId === undefined) throw missingParameter("SubnetId");
  const subnet = ec2State(cloud).subnets.get(SubnetId);
  const instance: Instance = {
    InstanceId: id,
    ReservationId: request.ReservationId ?? cloud.ids.ec2("r"),
    InstanceType: type.name,
    ImageId,
    SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    LaunchTime: cloud.clock.timestamp(),
    ...(KeyName === undefined ? {} : { KeyName }),
    ...(IamInstanceProfile === undefined ? {} : { IamInstanceProfile }),
    ...(UserData === undefined ? {} : { UserData }),
    BlockDeviceMappings: data.BlockDeviceMappings ?? [],
    MetadataOptions: { ...DEFAULT_METADATA_OPTIONS, ...given(data.MetadataOptions ?? {}) },
    State: "pending",
    Tags: tags,
  };
  const eni = primaryInterface(cloud, instance, subnet, primary, data);
  attachToInstance(cloud, eni, instance, {
    deviceIndex: 0,
    deleteOnTermination: primary.DeleteOnTermination ?? primary.NetworkInterfaceId === undefined,
  });
  return ec2State(cloud).instances.set(id, instance);
}

function primarySpecification(data: StartRequest): NetworkInterfaceSpecification {
  const specifications = data.NetworkInterfaces ?? [];
  if (specifications.length > 0 && data.SecurityGroupIds !== undefined && data.SecurityGroupIds.length > 0) {
    throw new AwsError(
      "InvalidParameterCombination",
      "Network interfaces and an instance-level security groups may not be specified on the same request",
    );
  }
  return specifications.find(({ DeviceIndex }) => (DeviceIndex ?? 0) === 0) ?? {};
}

function primaryInterface(
  cloud: Cloud,
  instance: Instance,
  subnet: Subnet,
  specification: NetworkInterfaceSpecification,
  data: StartRequest,
): NetworkInterface {
  if (specification.NetworkInterfaceId !== undefined) {
    return ec2State(cloud).networkInterfaces.get(specification.NetworkInterfaceId);
  }
  const eni = addNetworkInterface(
    cloud,
    { SubnetId: instance.SubnetId, Groups: specification.Groups ?? data.SecurityGroupIds },
    tagsFor(data.TagSpecifications, "network-interface"),
  );
  if (specification.AssociatePublicIpAddress ?? subnet.MapPublicIpOnLaunch) {
    eni.PrivateIpAddresses[0]!.Association = poolAddress(cloud, "amazon");
  }
  return eni;
}

/** Without properties that are there but undefined, so that they leave the template's values alone. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
