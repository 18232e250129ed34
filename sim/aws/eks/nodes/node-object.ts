import type { Cloud } from "../../../core/cloud.ts";
import { sha256 } from "../../../core/ids.ts";
import type { Condition, Taint } from "../../../kubernetes/objects.ts";
import type { Manifest } from "../../../kubernetes/types.ts";
import { getInstanceType, type InstanceType } from "../../ec2/instance-types.ts";
import type { InstanceDescription } from "../../ec2/instance-description.ts";
import { kubernetesRelease } from "../kubernetes-versions.ts";
import { zonesOf } from "../../ec2/zones.ts";
import type { Nodegroup, NodegroupTaint } from "../records.ts";

/** Set on a node until its network is there; pods without a toleration for it stay away. */
export const NOT_READY_TAINT = "node.kubernetes.io/not-ready";

/** What a node is registered with. */
export interface NodeArgs {
  readonly group: Nodegroup;
  readonly instance: InstanceDescription;
  readonly kubernetesVersion: string;
  readonly maxPods: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** The Node that a kubelet on EKS registers, not ready yet. */
export function nodeManifest(cloud: Cloud, args: NodeArgs): Manifest {
  const { instance } = args;
  const zone = instance.Placement.AvailabilityZone;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: instance.PrivateDnsName,
      labels: { ...standardLabels(cloud, args), ...groupLabels(args), ...args.labels },
    },
    spec: {
      providerID: `aws:///${zone}/${instance.InstanceId}`,
      taints: [...args.taints, { key: NOT_READY_TAINT, effect: "NoSchedule" }],
    },
    status: {
      addresses: addressesOf(instance),
      ...resourcesOf(getInstanceType(instance.InstanceType), args.maxPods),
      conditions: [notReady(cloud)],
      nodeInfo: {
        architecture: goArchitecture(instance),
        containerRuntimeVersion: "containerd://2.1.5",
        kubeletVersion: `v${kubernetesRelease(args.kubernetesVersion).patch}-eks-${sha256(args.kubernetesVersion).slice(0, 7)}`,
        operatingSystem: "linux",
        osImage: "Amazon Linux 2023",
      },
    },
  };
}

/** As Go, and so Kubernetes, calls the processors. */
function goArchitecture({ InstanceType }: InstanceDescription): "amd64" | "arm64" {
  return getInstanceType(InstanceType).architecture === "arm64" ? "arm64" : "amd64";
}

/** Ready condition of a node whose CNI has not written its configuration. */
function notReady(cloud: Cloud): Condition {
  return {
    type: "Ready",
    status: "False",
    reason: "KubeletNotReady",
    message:
      "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
    lastTransitionTime: cloud.clock.timestamp(),
  };
}

/** Ready condition of a node on which pods can run. */
export function ready(cloud: Cloud): Condition {
  return {
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "kubelet is posting ready status",
    lastTransitionTime: cloud.clock.timestamp(),
  };
}

/** A taint of a node group as nodes carry it. */
export function kubernetesTaint({ key, value, effect }: NodegroupTaint): Taint {
  const effects = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
  } as const;
  return { key, ...(value === undefined ? {} : { value }), effect: effects[effect] };
}

function standardLabels(cloud: Cloud, { instance }: NodeArgs): Record<string, string> {
  const zone = instance.Placement.AvailabilityZone;
  const zoneId = zonesOf(cloud.region).find(({ name }) => name === zone)?.id ?? "";
  return {
    "beta.kubernetes.io/arch": goArchitecture(instance),
    "beta.kubernetes.io/instance-type": instance.InstanceType,
    "beta.kubernetes.io/os": "linux",
    "failure-domain.beta.kubernetes.io/region": cloud.region,
    "failure-domain.beta.kubernetes.io/zone": zone,
    "kubernetes.io/arch": goArchitecture(instance),
    "kubernetes.io/hostname": instance.PrivateDnsName,
    "kubernetes.io/os": "linux",
    "node.kubernetes.io/instance-type": instance.InstanceType,
    "topology.k8s.aws/zone-id": zoneId,
    "topology.kubernetes.io/region": cloud.region,
    "topology.kubernetes.io/zone": zone,
  };
}

function groupLabels({ group, instance }: NodeArgs): Record<string, string> {
  return {
    "eks.amazonaws.com/capacityType": group.capacityType,
    "eks.amazonaws.com/nodegroup": group.nodegroupName,
    "eks.amazonaws.com/nodegroup-image": instance.ImageId,
    ...(group.launchTemplate === undefined
      ? {}
      : {
          "eks.amazonaws.com/sourceLaunchTemplateId": group.launchTemplate.id,
          "eks.amazonaws.com/sourceLaunchTemplateVersion": group.launchTemplate.version,
        }),
    ...group.labels,
  };
}

function addressesOf(instance: InstanceDescription): { type: string; address: string }[] {
  return [
    { type: "InternalIP", address: instance.PrivateIpAddress ?? "" },
    ...(instance.PublicIpAddress === undefined
      ? []
      : [
          { type: "ExternalIP", address: instance.PublicIpAddress },
          { type: "ExternalDNS", address: instance.PublicDnsName },
        ]),
    { type: "InternalDNS", address: instance.PrivateDnsName },
    { type: "Hostname", address: instance.PrivateDnsName },
  ];
}

/** Part of the memory that the machine keeps for itself. Estimated; the image's kernel takes a few per cent. */
const MEMORY_OVERHEAD = 0.05;

/** What is there and what pods may use of it, by the reservations of the EKS-optimised images (nodeadm). */
function resourcesOf(type: InstanceType, maxPods: number): { capacity: object; allocatable: object } {
  const memoryKi = Math.floor(type.memoryMiB * (1 - MEMORY_OVERHEAD)) * 1024;
  const reservedKi = (255 + 11 * maxPods + 100) * 1024;
  return {
    capacity: { cpu: String(type.vcpus), memory: `${memoryKi}Ki`, pods: String(maxPods) },
    allocatable: {
      cpu: `${type.vcpus * 1000 - reservedMillicores(type.vcpus)}m`,
      memory: `${Math.max(0, memoryKi - reservedKi)}Ki`,
      pods: String(maxPods),
    },
  };
}

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the others. */
function reservedMillicores(vcpus: number): number {
  let reserved = 0;
  for (let core = 1; core <= vcpus; core++) {
    reserved += core === 1 ? 60 : core === 2 ? 10 : core <= 4 ? 5 : 2.5;
  }
  return Math.floor(reserved);
}
