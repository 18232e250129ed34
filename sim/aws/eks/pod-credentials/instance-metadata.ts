import type { Cloud } from "../../../core/cloud.ts";
import { NotSimulated } from "../../../core/errors.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import type { Pod } from "../../../kubernetes/objects.ts";
import { interfacesOf } from "../../ec2/network-interface-attachment.ts";
import type { Instance } from "../../ec2/records.ts";
import { ec2State } from "../../ec2/state.ts";
import { instanceIdOf } from "../nodes/boot.ts";

/** The document from which SDKs take the region. */
const IDENTITY_DOCUMENT = "dynamic/instance-identity/document";

/** The instance that a pod runs on. */
export function instanceOf(cloud: Cloud, clusterName: string, pod: Pod): Instance {
  const api = clustersOf(cloud).get(clusterName)?.api;
  const node = api?.find("v1/Node", undefined, pod.spec.nodeName ?? "");
  const instance = node && ec2State(cloud).instances.find(instanceIdOf(node));
  if (instance === undefined) throw new Error(`pod ${pod.metadata.name} runs on no EC2 instance`);
  return instance;
}

/**
 * Whether the instance metadata service answers a pod. A pod with an address of its own is one hop further away than
 * the host. The hop limit holds for the token of IMDSv2 alone: where tokens are optional, SDKs fall back to IMDSv1.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export function canReachMetadata({ MetadataOptions }: Instance, pod: Pod): boolean {
  if (MetadataOptions.HttpEndpoint !== "enabled") return false;
  if (pod.spec.hostNetwork === true || MetadataOptions.HttpTokens === "optional") return true;
  return (MetadataOptions.HttpPutResponseHopLimit ?? 1) >= 2;
}

/** @throws Error in the words of the AWS SDK for Go when the metadata service does not answer. */
export function readMetadata(cloud: Cloud, instance: Instance, pod: Pod, path: string): string {
  if (!canReachMetadata(instance, pod)) {
    const operation = path === IDENTITY_DOCUMENT ? "GetRegion" : "GetMetadata";
    throw new Error(`operation error ec2imds: ${operation}, canceled, context deadline exceeded`);
  }
  const [primary] = interfacesOf(cloud, instance.InstanceId);
  const mac = primary?.MacAddress ?? "";
  const values: Readonly<Record<string, string>> = {
    [IDENTITY_DOCUMENT]: JSON.stringify({
      accountId: cloud.accountId,
      availabilityZone: instance.AvailabilityZone,
      imageId: instance.ImageId,
      instanceId: instance.InstanceId,
      instanceType: instance.InstanceType,
      privateIp: primary?.PrivateIpAddress,
      region: cloud.region,
    }),
    "instance-id": instance.InstanceId,
    "local-ipv4": primary?.PrivateIpAddress ?? "",
    mac,
    [`network/interfaces/macs/${mac}/subnet-id`]: instance.SubnetId,
    [`network/interfaces/macs/${mac}/vpc-id`]: instance.VpcId,
    "placement/availability-zone": instance.AvailabilityZone,
    "placement/region": cloud.region,
  };
  const value = values[path];
  if (value === undefined) throw new NotSimulated(`instance metadata ${path}`);
  return value;
}
