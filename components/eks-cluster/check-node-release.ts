import type { ArgsCheck } from "../shared/args-check.ts";
import type { NodeGroup } from "./node-groups.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html */
const RELEASE = /^\d+\.\d+\.\d+-\d{8}$/;

/**
 * Notes values that are not valid releases of a node image, and releases for another Kubernetes version than the
 * nodes'.
 */
export function checkNodeReleases(
  groups: readonly NodeGroup[],
  kubernetesVersion: string,
  check: ArgsCheck,
): void {
  groups.forEach(({ releaseVersion }, index) => {
    const path = `nodeGroups[${index}].releaseVersion`;
    check.text(path, releaseVersion, RELEASE, "a release such as 1.35.6-20261105");
    if (releaseVersion === undefined || !RELEASE.test(releaseVersion)) return;
    if (releaseVersion.startsWith(`${kubernetesVersion}.`)) return;
    check.add(
      path,
      `is ${releaseVersion}, an image of another version than kubernetesVersion ${kubernetesVersion}; ` +
        `use a release of ${kubernetesVersion}, or leave it out`,
    );
  });
}
