import type { ArgsCheck } from "../shared/args-check.ts";
import type { Form } from "../shared/forms.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html */
const RELEASE: Form = [/^\d+\.\d+\.\d+-\d{8}$/, "a release such as 1.35.6-20261105"];

/**
 * Notes values that are not valid releases of a node image, and releases for another Kubernetes version than the
 * nodes'.
 */
export function checkNodeReleases(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  const { kubernetesVersion } = check.args;
  for (const group of check.each("nodeGroups")) {
    const { releaseVersion } = group.args;
    group.text("releaseVersion", RELEASE);
    if (releaseVersion === undefined || !RELEASE[0].test(releaseVersion)) continue;
    if (releaseVersion.startsWith(`${kubernetesVersion}.`)) continue;
    group.add(
      "releaseVersion",
      `is ${releaseVersion}, an image of another version than kubernetesVersion ${kubernetesVersion}; ` +
        `use a release of ${kubernetesVersion}, or leave it out`,
    );
  }
}
