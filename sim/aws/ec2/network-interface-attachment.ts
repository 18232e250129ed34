import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { onEach } from "./authorization.ts";
import { invalidValue } from "./errors.ts";
import { getInstanceType } from "./instance-types.ts";
import type { Attachment, Instance, NetworkInterface } from "./records.ts";
import { ec2State } from "./state.ts";

/** The instance's interfaces in the order of their device indexes. */
export function interfacesOf(cloud: Cloud, instanceId: string): NetworkInterface[] {
  return ec2State(cloud)
    .networkInterfaces.where(({ Attachment }) => Attachment?.InstanceId === instanceId)
    .sort((a, b) => a.Attachment!.DeviceIndex - b.Attachment!.DeviceIndex);
}

/**
 * Attaches an interface to an instance.
 *
 * @throws AwsError when the interface is in use or the instance is full.
 */
export function attachToInstance(
  cloud: Cloud,
  eni: NetworkInterface,
  instance: Instance,
  options: { readonly deviceIndex: number; readonly deleteOnTermination: boolean },
): Attachment {
  const { NetworkInterfaceId } = eni;
  if (eni.Attachment !== undefined) {
    throw new AwsError("InvalidNetworkInterface.InUse", `Interface: [${NetworkInterfaceId}] in use.`);
  }
  const zone = ec2State(cloud).subnets.get(instance.SubnetId).AvailabilityZone;
  if (eni.AvailabilityZone !== zone) {
    throw invalidValue(
      `You may not attach a network interface to an instance if they are not in the same availability zone`,
    );
  }
  const attached = interfacesOf(cloud, instance.InstanceId);
  const type = getInstanceType(instance.InstanceType);
  if (attached.length >= type.maxInterfaces) {
    throw new AwsError(
      "AttachmentLimitExceeded",
      `Interface count ${attached.length + 1} exceeds the limit for ${type.name}`,
    );
  }
  if (attached.some(({ Attachment: present }) => present?.DeviceIndex === options.deviceIndex)) {
    throw invalidValue(
      `Instance '${instance.InstanceId}' already has an interface attached at device index '${options.deviceIndex}'.`,
    );
  }
  if (eni.PrivateIpAddresses.length + eni.Ipv4Prefixes.length > type.addressesPerInterface) {
    throw new AwsError("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");
  }
  eni.Attachment = {
    AttachmentId: cloud.ids.ec2("eni-attach"),
    AttachTime: cloud.clock.timestamp(),
    DeleteOnTermination: options.deleteOnTermination,
    DeviceIndex: options.deviceIndex,
    NetworkCardIndex: 0,
    InstanceId: instance.InstanceId,
    InstanceOwnerId: cloud.accountId,
    Status: "attached",
  };
  return eni.Attachment;
}

/** Marks an interface as used by something that an AWS service runs: a load balancer, a control plane. */
export function attachToService(cloud: Cloud, eni: NetworkInterface, service: string): void {
  eni.Attachment = {
    AttachmentId: `ela-attach-0${cloud.ids.hex(16)}`,
    AttachTime: cloud.clock.timestamp(),
    DeleteOnTermination: false,
    DeviceIndex: 1,
    NetworkCardIndex: 0,
    InstanceOwnerId: service,
    Status: "attached",
  };
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html and DetachNetworkInterface.
 */
export const networkInterfaceAttachmentOperations = {
  AttachNetworkInterface: operation({
    authorize: (
      cloud,
      request: {
        readonly NetworkInterfaceId: string;
        readonly InstanceId: string;
        readonly DeviceIndex: number;
      },
    ) => onEach(cloud, "AttachNetworkInterface", [request.NetworkInterfaceId, request.InstanceId]),
    run: (cloud, request): { AttachmentId: string; NetworkCardIndex: 0 } => {
      const eni = ec2State(cloud).networkInterfaces.get(request.NetworkInterfaceId);
      const instance = ec2State(cloud).instances.get(request.InstanceId);
      const { AttachmentId, NetworkCardIndex } = attachToInstance(cloud, eni, instance, {
        deviceIndex: request.DeviceIndex,
        deleteOnTermination: false,
      });
      return { AttachmentId, NetworkCardIndex };
    },
  }),

  DetachNetworkInterface: operation({
    authorize: (cloud, request: { readonly AttachmentId: string; readonly Force?: boolean }) => {
      const eni = withAttachment(cloud, request.AttachmentId);
      return onEach(cloud, "DetachNetworkInterface", [eni?.NetworkInterfaceId, eni?.Attachment?.InstanceId]);
    },
    run: (cloud, { AttachmentId }): Record<string, never> => {
      const eni = withAttachment(cloud, AttachmentId);
      if (eni?.Attachment === undefined) {
        throw new AwsError(
          "InvalidAttachmentID.NotFound",
          `The attachment ID '${AttachmentId}' does not exist`,
        );
      }
      if (eni.Attachment.InstanceId === undefined) {
        const [kind] = AttachmentId.split("-attach-");
        throw new AwsError(
          "OperationNotPermitted",
          `You are not allowed to manage '${kind}-attach' attachments.`,
        );
      }
      if (eni.Attachment.DeviceIndex === 0) {
        throw new AwsError(
          "OperationNotPermitted",
          "The network interface at device index 0 and networkCard index 0 cannot be detached.",
        );
      }
      delete eni.Attachment;
      return {};
    },
  }),
};

function withAttachment(cloud: Cloud, attachmentId: string): NetworkInterface | undefined {
  return ec2State(cloud).networkInterfaces.where(
    ({ Attachment }) => Attachment?.AttachmentId === attachmentId,
  )[0];
}
