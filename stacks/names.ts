/** Names that are the same in every stack: of what it makes inside of a cluster, and of its protection. */
export const NAMES = {
  ingress: "ingress-2048",
  service: "service-2048",
  deployment: "deployment-2048",
  binding: "service-2048",
  /** Says in the engine's message what to do. */
  protection: "set-deletionProtection-to-false-and-update-first",
} as const;

/** Labels by which the Service finds the app's pods. */
export const APP_LABELS = { "app.kubernetes.io/name": "app-2048" } as const;

/**
 * Pulumi names of the components. They are identities: a changed one replaces what it names.
 *
 * @param clusterName keeps the stacks of one account apart in names that AWS wants to be unique.
 */
export function componentNames(clusterName: string) {
  return {
    vpc: `${clusterName}-vpc`,
    cluster: clusterName,
    backendSecurityGroup: `${clusterName}-alb-backend`,
    controller: `${clusterName}-lbc`,
    ingress: `${clusterName}-ingress`,
    app: `${clusterName}-app`,
    deletionGuard: `${clusterName}-deletion-guard`,
  };
}
