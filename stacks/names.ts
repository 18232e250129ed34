/** Names of what the stacks make inside of a cluster; the articles' own. */
export const NAMES = {
  ingress: "ingress-2048",
  service: "service-2048",
  deployment: "deployment-2048",
  binding: "service-2048",
} as const;

/** Labels by which the Service finds the app's pods. */
export const APP_LABELS = { "app.kubernetes.io/name": "app-2048" } as const;
