import type { Cloud } from "../../core/cloud.ts";
import type { Tag } from "../tags.ts";
import { getInstanceType } from "./instance-types.ts";
import { interfacesOf } from "./network-interface-attachment.ts";
import { describeInterface, type NetworkInterfaceDescription } from "./network-interface.ts";
import type {
  BlockDeviceMapping,
  GroupIdentifier,
  IamInstanceProfile,
  Instance,
  InstanceStateName,
  MetadataOptions,
} from "./records.ts";

/** An instance as DescribeInstances shows it. */
export interface InstanceDescription {
  readonly InstanceId: string;
  readonly InstanceType: string;
  readonly ImageId: string;
  readonly State: { readonly Name: InstanceStateName; readonly Code: number };
  readonly LaunchTime: string;
  readonly Placement: { readonly AvailabilityZone: string; readonly Tenancy: "default" };
  readonly Architecture: "x86_64" | "arm64";
  readonly KeyName?: string;
  readonly IamInstanceProfile?: IamInstanceProfile;
  /** Absent, like the addresses, once it is terminated. */
  readonly SubnetId?: string;
  readonly VpcId?: string;
  readonly PrivateIpAddress?: string;
  readonly PrivateDnsName: string;
  readonly PublicIpAddress?: string;
  readonly PublicDnsName: string;
  readonly SecurityGroups: readonly GroupIdentifier[];
  readonly NetworkInterfaces: readonly NetworkInterfaceDescription[];
  readonly BlockDeviceMappings: readonly BlockDeviceMapping[];
  readonly MetadataOptions: Required<MetadataOptions> & { readonly State: "applied" };
  readonly Tags: Tag[];
}

/** An instance with what follows from its interfaces and its type. */
export function describeInstance(
  cloud: Cloud,
  instance: Instance,
  State: InstanceDescription["State"],
): InstanceDescription {
  const NetworkInterfaces = interfacesOf(cloud, instance.InstanceId).map(describeInterface);
  const [primary] = NetworkInterfaces;
  return structuredClone({
    InstanceId: instance.InstanceId,
    InstanceType: instance.InstanceType,
    ImageId: instance.ImageId,
    State,
    LaunchTime: instance.LaunchTime,
    Placement: { AvailabilityZone: instance.AvailabilityZone, Tenancy: "default" },
    Architecture: getInstanceType(instance.InstanceType).architecture,
    ...(instance.KeyName === undefined ? {} : { KeyName: instance.KeyName }),
    ...(instance.IamInstanceProfile === undefined ? {} : { IamInstanceProfile: instance.IamInstanceProfile }),
    ...(primary === undefined
      ? {}
      : { SubnetId: primary.SubnetId, VpcId: primary.VpcId, PrivateIpAddress: primary.PrivateIpAddress }),
    ...(primary?.Association === undefined ? {} : { PublicIpAddress: primary.Association.PublicIp }),
    PrivateDnsName: primary?.PrivateDnsName ?? "",
    PublicDnsName: primary?.Association?.PublicDnsName ?? "",
    SecurityGroups: primary?.Groups ?? [],
    NetworkInterfaces,
    BlockDeviceMappings: instance.BlockDeviceMappings,
    MetadataOptions: { ...instance.MetadataOptions, State: "applied" },
    Tags: instance.Tags,
  });
}
