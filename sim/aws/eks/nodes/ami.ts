import { sha256 } from "../../../core/ids.ts";
import { NotSimulated } from "../../../core/errors.ts";
import { invalidParameter } from "../errors.ts";
import { kubernetesRelease, kubernetesVersions, minorOf } from "../kubernetes-versions.ts";
import { checkEnum } from "../validation.ts";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const amiTypes = [
  "AL2_x86_64",
  "AL2_x86_64_GPU",
  "AL2_ARM_64",
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NEURON",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "BOTTLEROCKET_ARM_64_NVIDIA",
  "BOTTLEROCKET_x86_64_FIPS",
  "BOTTLEROCKET_ARM_64_FIPS",
  "WINDOWS_CORE_2019_x86_64",
  "WINDOWS_FULL_2019_x86_64",
  "WINDOWS_CORE_2022_x86_64",
  "WINDOWS_FULL_2022_x86_64",
  "CUSTOM",
];

export const DEFAULT_AMI_TYPE = "AL2023_x86_64_STANDARD";

/** Build of the images; EKS publishes new ones about every week. */
const BUILD = "20261105";

/** The last version for which there are images of Amazon Linux 2. */
const LAST_AL2_MINOR = 32;

/** @throws AwsError for a type that there is not; NotSimulated for all but Amazon Linux 2023 on x86. */
export function checkAmiType(amiType: string, kubernetesVersion: string): void {
  checkEnum("amiType", amiType, amiTypes);
  if (amiType.startsWith("AL2_") && minorOf(kubernetesVersion) > LAST_AL2_MINOR) {
    throw invalidParameter(`Requested AMI for this version ${kubernetesVersion} is not supported`);
  }
  if (amiType !== DEFAULT_AMI_TYPE) throw new NotSimulated(`EKS AMI type ${amiType}`);
}

/** `1.35.6-20261105`, which names an image's kubelet and build. */
export function releaseVersion(kubernetesVersion: string): string {
  return `${kubernetesRelease(kubernetesVersion).patch}-${BUILD}`;
}

/** The EKS-optimised image of Amazon Linux 2023 for a Kubernetes version in a region. */
export function eksImageId(region: string, kubernetesVersion: string): string {
  return `ami-0${sha256(`${region}/${releaseVersion(kubernetesVersion)}`).slice(0, 16)}`;
}

/** The Kubernetes version that an image is for; undefined for an image that is not EKS's. */
export function kubernetesVersionOf(region: string, imageId: string): string | undefined {
  return kubernetesVersions.find((version) => eksImageId(region, version) === imageId);
}
