import { sha256 } from "../../../core/ids.ts";
import { NotSimulated } from "../../../core/errors.ts";
import { invalidParameter } from "../errors.ts";
import { kubernetesRelease, kubernetesVersions, minorOf } from "../kubernetes-versions.ts";
import { checkEnum } from "../validation.ts";
import { getInstanceType } from "../../ec2/instance-types.ts";

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

/** The images that are simulated, and the processors that they are for. */
const ARCHITECTURES: Readonly<Record<string, "x86_64" | "arm64">> = {
  AL2023_x86_64_STANDARD: "x86_64",
  AL2023_ARM_64_STANDARD: "arm64",
};

/** Builds of the images, the newest last; EKS publishes one about every week. */
const BUILDS = ["20261008", "20261022", "20261105"];

/** The last version for which there are images of Amazon Linux 2. */
const LAST_AL2_MINOR = 32;

/** @throws AwsError for a type that does not exist; NotSimulated for all but the standard ones of Amazon Linux 2023. */
export function checkAmiType(amiType: string, kubernetesVersion: string): void {
  checkEnum("amiType", amiType, amiTypes);
  if (amiType.startsWith("AL2_") && minorOf(kubernetesVersion) > LAST_AL2_MINOR) {
    throw invalidParameter(`Requested AMI for this version ${kubernetesVersion} is not supported`);
  }
  if (!(amiType in ARCHITECTURES)) throw new NotSimulated(`EKS AMI type ${amiType}`);
}

/** @throws AwsError for instance types whose processors do not run the image. */
export function checkArchitecture(amiType: string, instanceTypes: readonly string[]): void {
  const wrong = instanceTypes.filter((type) => getInstanceType(type).architecture !== ARCHITECTURES[amiType]);
  if (wrong.length > 0) {
    throw invalidParameter(
      `[${wrong.join(", ")}] is not a valid instance type for requested amiType ${amiType}`,
    );
  }
}

/** `1.35.6-20261105`, which names an image's kubelet and build: the newest one. */
export function newestRelease(kubernetesVersion: string): string {
  return releasesOf(kubernetesVersion).at(-1)!;
}

/** The release that a request names, else the newest one. @throws AwsError for one that does not exist. */
export function requestedRelease(kubernetesVersion: string, release: string | undefined): string {
  if (release === undefined) return newestRelease(kubernetesVersion);
  if (releasesOf(kubernetesVersion).includes(release)) return release;
  throw invalidParameter(
    `Requested release version ${release} is not valid for kubernetes version ${kubernetesVersion}.`,
  );
}

/** The EKS-optimised image of a type and release in a region. */
export function eksImageId(region: string, amiType: string, release: string): string {
  const variant = amiType === DEFAULT_AMI_TYPE ? "" : `/${amiType}`;
  return `ami-0${sha256(`${region}/${release}${variant}`).slice(0, 16)}`;
}

/** The Kubernetes version that an image is for; undefined for an image that is not EKS's. */
export function kubernetesVersionOf(region: string, imageId: string): string | undefined {
  return kubernetesVersions.find((version) =>
    releasesOf(version).some((release) =>
      Object.keys(ARCHITECTURES).some((amiType) => eksImageId(region, amiType, release) === imageId),
    ),
  );
}

function releasesOf(kubernetesVersion: string): string[] {
  return BUILDS.map((build) => `${kubernetesRelease(kubernetesVersion).patch}-${build}`);
}
