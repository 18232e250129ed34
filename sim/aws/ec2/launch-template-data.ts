/** What instances are started with, as launch templates and RunInstances say it. */
import { AwsError } from "../../core/errors.ts";
import { invalidParameter } from "./errors.ts";
import type { TagSpecification } from "./tags.ts";

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

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html */
const MAX_HOP_LIMIT = 64;
const BASE64 = /^[A-Za-z0-9+/\s]*=*\s*$/;

/** Checks what EC2 checks when a version is made: the form, not that things exist. @throws AwsError */
export function checkLaunchTemplateData({ MetadataOptions, UserData }: LaunchTemplateData): void {
  checkMetadataOptions(MetadataOptions);
  if (UserData !== undefined && !BASE64.test(UserData)) {
    throw new AwsError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  }
}

/** @throws AwsError for a hop limit that EC2 refuses. */
export function checkMetadataOptions(options: MetadataOptions | undefined): void {
  const hops = options?.HttpPutResponseHopLimit;
  if (hops !== undefined && (!Number.isInteger(hops) || hops < 1 || hops > MAX_HOP_LIMIT)) {
    throw invalidParameter(
      "HttpPutResponseHopLimit",
      String(hops),
      `The value must be between 1 and ${MAX_HOP_LIMIT}.`,
    );
  }
}
