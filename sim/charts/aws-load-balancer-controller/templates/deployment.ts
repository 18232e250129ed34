import type { Manifest } from "../../../kubernetes/types.ts";
import { at, given, isGiven, text, type Values } from "../../values.ts";
import { controllerArguments } from "./arguments.ts";
import { CHART, type Release } from "./release.ts";
import { WEBHOOK_SECRET } from "./webhooks.ts";

const METRICS_PORT = 8080;

/** The controller's Deployment. */
export function deployment(release: Release): Manifest {
  const { values } = release;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: release.fullName,
      namespace: release.namespace,
      labels: { ...release.labels },
    },
    spec: {
      replicas: values["replicaCount"],
      revisionHistoryLimit: values["revisionHistoryLimit"],
      selector: { matchLabels: { ...release.selectorLabels } },
      ...given(values, "updateStrategy", "strategy"),
      template: podTemplate(release),
    },
  };
}

function podTemplate(release: Release): object {
  const { values } = release;
  return {
    metadata: {
      labels: { ...release.selectorLabels, ...(values["podLabels"] as object) },
      annotations: {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": String(METRICS_PORT),
        ...(values["podAnnotations"] as object),
      },
    },
    spec: {
      ...given(values, "imagePullSecrets"),
      serviceAccountName: release.serviceAccountName,
      volumes: [
        { name: "cert", secret: { defaultMode: 420, secretName: WEBHOOK_SECRET } },
        ...list(values, "extraVolumes"),
      ],
      securityContext: values["podSecurityContext"],
      ...given(values, "hostNetwork"),
      containers: [container(release)],
      terminationGracePeriodSeconds: values["terminationGracePeriodSeconds"],
      ...given(values, "nodeSelector"),
      ...affinity(release),
      ...given(values, "tolerations"),
      ...given(values, "priorityClassName"),
      ...given(values, "topologySpreadConstraints"),
    },
  };
}

function container(release: Release): object {
  const { values } = release;
  const env = Object.entries((values["env"] ?? {}) as Record<string, unknown>);
  return {
    name: "aws-load-balancer-controller",
    args: controllerArguments(values),
    ...(env.length > 0 && { env: env.map(([name, value]) => ({ name, value: String(value) })) }),
    securityContext: values["securityContext"],
    image: `${text(values, "image.repository")}:${text(values, "image.tag")}`,
    imagePullPolicy: at(values, "image.pullPolicy"),
    volumeMounts: [
      { mountPath: "/tmp/k8s-webhook-server/serving-certs", name: "cert", readOnly: true },
      ...list(values, "extraVolumeMounts"),
    ],
    ports: [
      { name: "webhook-server", containerPort: 9443, protocol: "TCP" },
      { name: "metrics-server", containerPort: METRICS_PORT, protocol: "TCP" },
    ],
    resources: values["resources"],
    ...given(values, "livenessProbe"),
    ...given(values, "readinessProbe"),
  };
}

function affinity(release: Release): object {
  if (isGiven(release.values["affinity"])) return { affinity: release.values["affinity"] };
  if (release.values["configureDefaultAffinity"] !== true) return {};
  const name = { key: "app.kubernetes.io/name", operator: "In", values: [CHART] };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [name] },
              topologyKey: "kubernetes.io/hostname",
            },
          },
        ],
      },
    },
  };
}

function list(values: Values, path: string): readonly unknown[] {
  const value = at(values, path);
  return Array.isArray(value) ? value : [];
}
