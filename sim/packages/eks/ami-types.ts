/**
 * Images of nodes. Rules, names and words: `nodejs/eks/nodes/ami.ts` and `nodegroup.ts` (getArchitecture) of pulumi-eks
 * 4.3.0, https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/nodes/ami.ts
 */
import { NotSimulated } from "../../core/errors.ts";

type OperatingSystem = "AL2" | "AL2023" | "Bottlerocket";

interface AmiType {
  readonly os: OperatingSystem;
  /** Another name, from the path of the image's parameter. */
  readonly alias?: string;
}

const amiTypes: Readonly<Record<string, AmiType>> = {
  AL2_x86_64: { os: "AL2", alias: "amazon-linux-2" },
  AL2_x86_64_GPU: { os: "AL2", alias: "amazon-linux-2-gpu" },
  AL2_ARM_64: { os: "AL2", alias: "amazon-linux-2-arm" },
  AL2023_x86_64_STANDARD: { os: "AL2023", alias: "amazon-linux-2023/x86_64/standard" },
  AL2023_ARM_64_STANDARD: { os: "AL2023", alias: "amazon-linux-2023/arm64/standard" },
  AL2023_x86_64_NVIDIA: { os: "AL2023", alias: "amazon-linux-2023/x86_64/nvidia" },
  BOTTLEROCKET_ARM_64: { os: "Bottlerocket" },
  BOTTLEROCKET_x86_64: { os: "Bottlerocket" },
  BOTTLEROCKET_ARM_64_NVIDIA: { os: "Bottlerocket" },
  BOTTLEROCKET_x86_64_NVIDIA: { os: "Bottlerocket" },
};

/** What the program says of the image. */
export interface ImageChoice {
  readonly amiType?: string | undefined;
  readonly operatingSystem?: string | undefined;
  readonly instanceTypes?: readonly string[] | undefined;
}

/**
 * The device of the volume that the option `diskSize` is about.
 *
 * @throws Error for an image that the component cannot judge; NotSimulated for all but Amazon Linux 2023.
 */
export function volumeDevice(choice: ImageChoice): string {
  checkOperatingSystem(choice);
  return "/dev/xvda";
}

/** The type of the image; without an explicit one it follows from operating system and architecture. @throws as above. */
export function amiTypeOf(choice: ImageChoice): string {
  checkOperatingSystem(choice);
  if (choice.amiType !== undefined) return resolved(choice.amiType) ?? choice.amiType;
  return architectureOf(choice.instanceTypes ?? []) === "arm64"
    ? "AL2023_ARM_64_STANDARD"
    : "AL2023_x86_64_STANDARD";
}

/** Where EKS publishes the newest image: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html */
export function imageParameter(choice: ImageChoice, kubernetesVersion: string): string {
  const path = amiTypes[amiTypeOf(choice)]?.alias;
  return `/aws/service/eks/optimized-ami/${kubernetesVersion}/${path}/recommended/image_id`;
}

function checkOperatingSystem({ amiType, operatingSystem }: ImageChoice): void {
  const os = amiType === undefined ? (operatingSystem ?? "AL2023") : operatingSystemOf(amiType);
  if (operatingSystem !== undefined && operatingSystem !== os) {
    throw new Error(
      `Operating system '${operatingSystem}' does not match the detected operating system '${os}' of AMI type '${amiType}'.`,
    );
  }
  if (os === "AL2023") return;
  const input = amiType === undefined ? `operatingSystem: ${os}` : `amiType: ${amiType}`;
  throw new NotSimulated(`eks:index:ManagedNodeGroup input ${input}`, "nodes run Amazon Linux 2023");
}

function operatingSystemOf(amiType: string): OperatingSystem {
  const type = amiTypes[resolved(amiType) ?? ""];
  if (type === undefined) throw new Error(`Cannot determine OS of unknown AMI type: ${amiType}`);
  return type.os;
}

/** A type by its name or its alias. */
function resolved(name: string): string | undefined {
  return Object.entries(amiTypes).find(([type, { alias }]) => type === name || alias === name)?.[0];
}

/** Family, generation, processor, capabilities and size: `c6gn.large`. */
const INSTANCE_TYPE = /([a-z]+)([0-9]+)([a-z])?-?([a-z]+)?\.([a-zA-Z0-9-]+)/;

function architectureOf(instanceTypes: readonly string[]): "arm64" | "x86_64" {
  const architectures = new Set(instanceTypes.map((type) => (isGraviton(type) ? "arm64" : "x86_64")));
  if (architectures.size > 1) {
    throw new Error(
      "Cannot determine architecture of instance types. The provided instance types do not share a common architecture",
    );
  }
  return architectures.has("arm64") ? "arm64" : "x86_64";
}

function isGraviton(instanceType: string): boolean {
  const match = INSTANCE_TYPE.exec(instanceType);
  if (match === null) throw new Error(`Invalid EC2 instance type: ${instanceType}`);
  return match[3] === "g";
}
