import { KUBERNETES_VERSIONS, type KubernetesVersion } from "./kubernetes-versions.ts";

/** How long before the end of a version's standard support a preview warns of it. */
const NOTICE_DAYS = 60;

const DAY_MS = 24 * 60 * 60_000;

/** What EKS is asked for, and the day on which it is asked, `2026-11-28`. */
export interface SupportQuestion {
  readonly kubernetesVersion: KubernetesVersion;
  readonly supportType: "STANDARD" | "EXTENDED";
  readonly today: string;
}

/** Today as {@link SupportQuestion} writes it. */
export function today(): string {
  return new Date().toISOString().slice(0, "2026-11-28".length);
}

/**
 * Why a cluster cannot be kept at the version, if it cannot: EKS upgrades it by itself, and refuses to go back.
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export function supportProblem(question: SupportQuestion): string | undefined {
  const { kubernetesVersion: version, supportType, today } = question;
  const { standardSupportUntil, extendedSupportUntil } = KUBERNETES_VERSIONS[version];
  if (today > extendedSupportUntil) {
    return `is ${version}, which EKS kept until ${extendedSupportUntil}; use ${laterVersions(question)}`;
  }
  if (supportType === "EXTENDED" || today <= standardSupportUntil) return undefined;
  return (
    `is ${version}, whose standard support ended on ${standardSupportUntil}; use ${laterVersions(question)}, ` +
    `or set supportType to EXTENDED, which keeps it until ${extendedSupportUntil} at six times the price per hour`
  );
}

/** What a user should know about a version that can be used, if anything. */
export function supportNote({
  kubernetesVersion: version,
  supportType,
  today,
}: SupportQuestion): string | undefined {
  const { standardSupportUntil, extendedSupportUntil } = KUBERNETES_VERSIONS[version];
  if (today > standardSupportUntil) {
    return (
      `Kubernetes ${version} is past its standard support, which ended on ${standardSupportUntil}: ` +
      `EKS keeps it until ${extendedSupportUntil} at six times the price per hour`
    );
  }
  const daysLeft = (Date.parse(standardSupportUntil) - Date.parse(today)) / DAY_MS;
  if (supportType === "EXTENDED" || daysLeft > NOTICE_DAYS) return undefined;
  return (
    `standard support of Kubernetes ${version} ends on ${standardSupportUntil}, and EKS then upgrades the cluster by itself: ` +
    "raise kubernetesVersion, or set supportType to EXTENDED"
  );
}

/** The versions that are in standard support, in words. */
function laterVersions({ today }: SupportQuestion): string {
  const supported = Object.entries(KUBERNETES_VERSIONS)
    .filter(([, { standardSupportUntil }]) => standardSupportUntil >= today)
    .map(([version]) => version);
  return supported.length === 0 ? "a newer release of this program" : supported.join(" or ");
}
