/** What a launch template says of instances: as Pulumi inputs and as EC2 takes it. */
import { z } from "zod";
import { tagList } from "../tags.ts";
import type { LaunchTemplateData } from "./records.ts";

/** Terraform's nullable booleans are strings: absent is not the same as false. */
const nullableBoolean = z.union([z.boolean(), z.enum(["true", "false"])]);

const volumeType = z.enum(["standard", "io1", "io2", "gp2", "gp3", "sc1", "st1"]);

const ebs = z.strictObject({
  deleteOnTermination: nullableBoolean.optional(),
  encrypted: nullableBoolean.optional(),
  iops: z.int().optional(),
  kmsKeyId: z.string().optional(),
  throughput: z.int().optional(),
  volumeSize: z.int().positive().optional(),
  volumeType: volumeType.optional(),
});

const networkInterface = z.strictObject({
  associatePublicIpAddress: nullableBoolean.optional(),
  deleteOnTermination: nullableBoolean.optional(),
  deviceIndex: z.int().optional(),
  networkInterfaceId: z.string().optional(),
  securityGroups: z.array(z.string()).optional(),
  subnetId: z.string().optional(),
});

const onOff = z.enum(["enabled", "disabled"]);

/** The inputs of `aws:ec2/launchTemplate:LaunchTemplate` that make a version. */
export const launchTemplateDataInputs = z.object({
  blockDeviceMappings: z
    .array(z.strictObject({ deviceName: z.string().optional(), ebs: ebs.optional() }))
    .optional(),
  ebsOptimized: nullableBoolean.optional(),
  iamInstanceProfile: z.strictObject({ arn: z.string().optional(), name: z.string().optional() }).optional(),
  imageId: z.string().optional(),
  instanceType: z.string().optional(),
  keyName: z.string().optional(),
  metadataOptions: z
    .strictObject({
      httpEndpoint: onOff.optional(),
      httpProtocolIpv6: onOff.optional(),
      httpPutResponseHopLimit: z.int().min(1).max(64).optional(),
      httpTokens: z.enum(["optional", "required"]).optional(),
      instanceMetadataTags: onOff.optional(),
    })
    .optional(),
  monitoring: z.strictObject({ enabled: z.boolean().optional() }).optional(),
  networkInterfaces: z.array(networkInterface).optional(),
  tagSpecifications: z
    .array(
      z.strictObject({
        resourceType: z.string().optional(),
        tags: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
  userData: z.string().optional(),
  vpcSecurityGroupIds: z.array(z.string()).optional(),
});

type Inputs = z.output<typeof launchTemplateDataInputs>;

/** The inputs as EC2 takes them. */
export function templateData(inputs: Inputs): LaunchTemplateData {
  const { metadataOptions: metadata, iamInstanceProfile: profile } = inputs;
  return {
    ImageId: inputs.imageId,
    InstanceType: inputs.instanceType,
    KeyName: inputs.keyName,
    UserData: inputs.userData,
    SecurityGroupIds: inputs.vpcSecurityGroupIds,
    EbsOptimized: asBoolean(inputs.ebsOptimized),
    Monitoring: inputs.monitoring && { Enabled: inputs.monitoring.enabled },
    IamInstanceProfile: profile && { Arn: profile.arn, Name: profile.name },
    MetadataOptions: metadata && {
      HttpEndpoint: metadata.httpEndpoint,
      HttpProtocolIpv6: metadata.httpProtocolIpv6,
      HttpPutResponseHopLimit: metadata.httpPutResponseHopLimit,
      HttpTokens: metadata.httpTokens,
      InstanceMetadataTags: metadata.instanceMetadataTags,
    },
    BlockDeviceMappings: inputs.blockDeviceMappings?.map(({ deviceName, ebs: volume }) => ({
      DeviceName: deviceName,
      Ebs: volume && {
        DeleteOnTermination: asBoolean(volume.deleteOnTermination),
        Encrypted: asBoolean(volume.encrypted),
        Iops: volume.iops,
        KmsKeyId: volume.kmsKeyId,
        Throughput: volume.throughput,
        VolumeSize: volume.volumeSize,
        VolumeType: volume.volumeType,
      },
    })),
    NetworkInterfaces: inputs.networkInterfaces?.map((one) => ({
      AssociatePublicIpAddress: asBoolean(one.associatePublicIpAddress),
      DeleteOnTermination: asBoolean(one.deleteOnTermination),
      DeviceIndex: one.deviceIndex,
      Groups: one.securityGroups,
      NetworkInterfaceId: one.networkInterfaceId,
      SubnetId: one.subnetId,
    })),
    TagSpecifications: inputs.tagSpecifications?.map(({ resourceType, tags }) => ({
      ResourceType: resourceType,
      Tags: tagList(tags),
    })),
  };
}

/** What a version says, as inputs that would make it. */
export function templateInputs(data: LaunchTemplateData): Inputs {
  const { MetadataOptions: metadata, IamInstanceProfile: profile } = data;
  return {
    imageId: data.ImageId,
    instanceType: data.InstanceType,
    keyName: data.KeyName,
    userData: data.UserData,
    vpcSecurityGroupIds: data.SecurityGroupIds && [...data.SecurityGroupIds],
    ebsOptimized: asText(data.EbsOptimized),
    monitoring: data.Monitoring && { enabled: data.Monitoring.Enabled },
    iamInstanceProfile: profile && { arn: profile.Arn, name: profile.Name },
    metadataOptions: metadata && {
      httpEndpoint: metadata.HttpEndpoint,
      httpProtocolIpv6: metadata.HttpProtocolIpv6,
      httpPutResponseHopLimit: metadata.HttpPutResponseHopLimit,
      httpTokens: metadata.HttpTokens,
      instanceMetadataTags: metadata.InstanceMetadataTags,
    },
    blockDeviceMappings: data.BlockDeviceMappings?.map(({ DeviceName, Ebs: volume }) => ({
      deviceName: DeviceName,
      ebs: volume && {
        deleteOnTermination: asText(volume.DeleteOnTermination),
        encrypted: asText(volume.Encrypted),
        iops: volume.Iops,
        kmsKeyId: volume.KmsKeyId,
        throughput: volume.Throughput,
        volumeSize: volume.VolumeSize,
        volumeType: volumeType.optional().parse(volume.VolumeType),
      },
    })),
    networkInterfaces: data.NetworkInterfaces?.map((one) => ({
      associatePublicIpAddress: asText(one.AssociatePublicIpAddress),
      deleteOnTermination: asText(one.DeleteOnTermination),
      deviceIndex: one.DeviceIndex,
      networkInterfaceId: one.NetworkInterfaceId,
      securityGroups: one.Groups && [...one.Groups],
      subnetId: one.SubnetId,
    })),
    tagSpecifications: data.TagSpecifications?.map(({ ResourceType, Tags }) => ({
      resourceType: ResourceType,
      tags: Object.fromEntries((Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    })),
  };
}

function asText(value: boolean | undefined): "true" | "false" | undefined {
  return value === undefined ? undefined : value ? "true" : "false";
}

function asBoolean(value: boolean | "true" | "false" | undefined): boolean | undefined {
  return value === undefined ? undefined : String(value) === "true";
}
