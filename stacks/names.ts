/** Names of what the stacks make inside of a cluster. */
export const NAMES = {
  ingress: "ingress-2048",
  service: "service-2048",
  deployment: "deployment-2048",
  binding: "service-2048",
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
