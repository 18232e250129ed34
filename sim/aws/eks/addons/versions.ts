/**
 * Versions of EKS add-ons per Kubernetes version, as EKS published them in 2026.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html, managing-kube-proxy.html and
 * managing-coredns.html show the newest one of their day; the others stood in those pages before, or in configurations
 * that people published. What is called `later` comes out a fortnight after the day on which a cloud begins.
 */
interface Versions {
  /** The version of an add-on whose request names none. */
  readonly default: string;
  /** All others from the start, newest first. */
  readonly others: readonly string[];
  readonly later?: string;
}

const versions: Readonly<Record<string, Readonly<Record<string, Versions>>>> = {
  "vpc-cni": everywhere({
    default: "v1.21.1-eksbuild.3",
    others: ["v1.22.4-eksbuild.3", "v1.20.4-eksbuild.2"],
    later: "v1.23.0-eksbuild.1",
  }),
  "eks-pod-identity-agent": everywhere({
    default: "v1.3.10-eksbuild.2",
    others: ["v1.3.10-eksbuild.3"],
  }),
  // https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html
  "metrics-server": {
    "1.34": { default: "v0.9.0-eksbuild.5", others: [] },
    "1.35": { default: "v0.9.0-eksbuild.11", others: [] },
    "1.36": { default: "v0.9.0-eksbuild.11", others: [] },
  },
  "kube-proxy": {
    "1.33": {
      default: "v1.33.10-eksbuild.2",
      others: ["v1.33.10-eksbuild.13"],
      later: "v1.33.10-eksbuild.18",
    },
    "1.34": { default: "v1.34.6-eksbuild.2", others: ["v1.34.6-eksbuild.13"], later: "v1.34.6-eksbuild.21" },
    "1.35": { default: "v1.35.3-eksbuild.2", others: ["v1.35.3-eksbuild.13"], later: "v1.35.3-eksbuild.29" },
    "1.36": { default: "v1.36.0-eksbuild.9", others: ["v1.36.0-eksbuild.14"], later: "v1.36.0-eksbuild.25" },
  },
  coredns: {
    "1.33": { default: "v1.12.4-eksbuild.1", others: ["v1.12.4-eksbuild.18"], later: "v1.13.2-eksbuild.10" },
    "1.34": { default: "v1.12.4-eksbuild.17", others: ["v1.13.2-eksbuild.11"], later: "v1.13.2-eksbuild.31" },
    "1.35": {
      default: "v1.13.2-eksbuild.4",
      others: ["v1.14.3-eksbuild.3", "v1.13.2-eksbuild.31"],
      later: "v1.14.3-eksbuild.23",
    },
    "1.36": { default: "v1.14.3-eksbuild.3", others: ["v1.14.2-eksbuild.4"], later: "v1.14.3-eksbuild.23" },
  },
};

const LATER = Date.UTC(2026, 0, 15);

/**
 * Newest first; empty for an add-on or Kubernetes version that does not exist.
 *
 * @param now the cloud's time.
 */
export function addonVersions(addonName: string, kubernetesVersion: string, now: number): readonly string[] {
  const found = versions[addonName]?.[kubernetesVersion];
  if (found === undefined) return [];
  const later = found.later === undefined || now < LATER ? [] : [found.later];
  const published = [found.default, ...found.others, ...later];
  return published.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

/** The version of an add-on whose request names none. */
export function defaultAddonVersion(addonName: string, kubernetesVersion: string): string | undefined {
  return versions[addonName]?.[kubernetesVersion]?.default;
}

function everywhere(list: Versions): Record<string, Versions> {
  return Object.fromEntries(["1.33", "1.34", "1.35", "1.36"].map((minor) => [minor, list]));
}
