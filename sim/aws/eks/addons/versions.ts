/**
 * Versions of EKS add-ons per Kubernetes version, newest first; the default is the last of each list.
 *
 * Upstream versions are those of the projects' releases and of EKS Distro (https://github.com/aws/eks-distro/releases,
 * v1-33-eks-29 to v1-36-eks-6; https://github.com/aws/amazon-vpc-cni-k8s/releases); the build numbers after
 * `eksbuild` can only be listed with an account and are made up.
 */
const versions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "vpc-cni": everywhere("v1.22.4-eksbuild.1", "v1.21.1-eksbuild.3"),
  "eks-pod-identity-agent": everywhere("v1.3.10-eksbuild.2", "v1.3.8-eksbuild.2"),
  "kube-proxy": {
    "1.33": ["v1.33.10-eksbuild.2", "v1.33.3-eksbuild.10"],
    "1.34": ["v1.34.7-eksbuild.2", "v1.34.0-eksbuild.5"],
    "1.35": ["v1.35.6-eksbuild.2", "v1.35.0-eksbuild.2"],
    "1.36": ["v1.36.2-eksbuild.2"],
  },
  coredns: {
    "1.33": ["v1.13.2-eksbuild.4", "v1.12.4-eksbuild.1"],
    "1.34": ["v1.14.2-eksbuild.2", "v1.13.2-eksbuild.4"],
    "1.35": ["v1.14.3-eksbuild.2", "v1.13.2-eksbuild.4"],
    "1.36": ["v1.14.3-eksbuild.2"],
  },
};

/** Newest first; empty for an add-on or Kubernetes version that there is not. */
export function addonVersions(addonName: string, kubernetesVersion: string): readonly string[] {
  return versions[addonName]?.[kubernetesVersion] ?? [];
}

/** What an add-on that names no version gets. */
export function defaultAddonVersion(addonName: string, kubernetesVersion: string): string | undefined {
  return addonVersions(addonName, kubernetesVersion).at(-1);
}

function everywhere(...list: string[]): Record<string, string[]> {
  return Object.fromEntries(["1.33", "1.34", "1.35", "1.36"].map((minor) => [minor, list]));
}
