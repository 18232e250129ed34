import type { ReleaseRequest } from "../../types.ts";
import { at, type Values } from "../values.ts";

/** What the chart's templates share: the release, its values, and the names and labels made from them. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chartVersion: string;
  readonly appVersion: string;
  readonly values: Values;
  /** `app.kubernetes.io/name` */
  readonly chartName: string;
  /** Prefix of Deployment, ServiceAccount and roles. */
  readonly fullName: string;
  /** Prefix of the webhook objects: the same for every release, so that two in one cluster collide. */
  readonly namePrefix: string;
  readonly serviceAccountName: string;
  readonly webhookService: string;
  readonly webhookSecret: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selectorLabels: Readonly<Record<string, string>>;
}

const CHART = "aws-load-balancer-controller";

/** Works out the names and labels that all templates share. */
export function describeRelease(request: ReleaseRequest, appVersion: string, values: Values): Release {
  const chartName = truncate(text(values, "nameOverride") || CHART, 63);
  const fullName = truncate(fullNameOf(request.name, values), 63);
  const namePrefix = truncate(text(values, "nameOverride") || CHART.replace(/-controller$/, ""), 42);
  const selectorLabels = {
    "app.kubernetes.io/name": chartName,
    "app.kubernetes.io/instance": request.name,
  };
  const accountName = text(values, "serviceAccount.name");
  const ownAccount = at(values, "serviceAccount.create") === true;
  return {
    name: request.name,
    namespace: request.namespace,
    chartVersion: request.version,
    appVersion,
    values,
    chartName,
    fullName,
    namePrefix,
    serviceAccountName: accountName || (ownAccount ? fullName : "default"),
    webhookService: `${namePrefix}-webhook-service`,
    webhookSecret: `${namePrefix}-tls`,
    selectorLabels,
    labels: {
      "app.kubernetes.io/managed-by": "Helm",
      "helm.sh/chart": `${CHART}-${request.version}`,
      ...selectorLabels,
      "app.kubernetes.io/version": appVersion,
      ...(at(values, "additionalLabels") as Record<string, string>),
    },
  };
}

/** A value as text; empty when it is not given. */
export function text(values: Values, path: string): string {
  const value = at(values, path);
  return value === undefined || value === null ? "" : String(value);
}

function fullNameOf(release: string, values: Values): string {
  const override = text(values, "fullnameOverride");
  if (override !== "") return override;
  const name = text(values, "nameOverride") || CHART;
  return release.includes(name) ? release : `${release}-${name}`;
}

function truncate(name: string, length: number): string {
  return name.slice(0, length).replace(/-$/, "");
}
