import type { ReleaseRequest } from "../../types.ts";
import { at, text, type Values } from "../../values.ts";

/** What the chart's templates share: the release, its values, and the names and labels made from them. */
export interface Release {
  readonly namespace: string;
  readonly values: Values;
  /** Prefix of Deployment, ServiceAccount and roles. */
  readonly fullName: string;
  readonly serviceAccountName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selectorLabels: Readonly<Record<string, string>>;
}

/** `app.kubernetes.io/name` of all objects. */
export const CHART = "aws-load-balancer-controller";
/** Prefix of the webhook objects: the same for every release, so that two in one cluster collide. */
export const WEBHOOK_PREFIX = "aws-load-balancer";

/** Works out the names and labels that all templates share. */
export function describeRelease(request: ReleaseRequest, appVersion: string, values: Values): Release {
  const fullName = truncate(request.name.includes(CHART) ? request.name : `${request.name}-${CHART}`, 63);
  const selectorLabels = { "app.kubernetes.io/name": CHART, "app.kubernetes.io/instance": request.name };
  const ownAccount = at(values, "serviceAccount.create") === true;
  return {
    namespace: request.namespace,
    values,
    fullName,
    serviceAccountName: text(values, "serviceAccount.name") || (ownAccount ? fullName : "default"),
    selectorLabels,
    labels: {
      "app.kubernetes.io/managed-by": "Helm",
      "helm.sh/chart": `${CHART}-${request.version}`,
      ...selectorLabels,
      "app.kubernetes.io/version": appVersion,
    },
  };
}

function truncate(name: string, length: number): string {
  return name.slice(0, length).replace(/-$/, "");
}
