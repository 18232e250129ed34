import { z } from "zod";
import { addonImage, type AddonDefinition } from "./definition.ts";
import { deployment, NAMESPACE, resourcesSchema, serviceAccount } from "./objects.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html: kubelets have 10250 themselves. */
export const METRICS_SERVER_PORT = 10_251;

const labels = {
  "app.kubernetes.io/instance": "metrics-server",
  "app.kubernetes.io/name": "metrics-server",
};

/** What pods use: the metrics API, for autoscalers. https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html */
export const metricsServerAddon: AddonDefinition = {
  name: "metrics-server",
  workload: { kind: "Deployment", name: "metrics-server" },
  serviceAccount: "metrics-server",
  bootstrap: false,
  unmodelled: [
    "addonResizer",
    "affinity",
    "containerPort",
    "hostNetwork",
    "podAnnotations",
    "podDisruptionBudget",
    "priorityClassName",
    "topologySpreadConstraints",
  ],
  configuration: z
    .strictObject({
      replicas: z.int(),
      resources: resourcesSchema,
      nodeSelector: z.record(z.string(), z.string()),
      tolerations: z.array(z.looseObject({})),
      podLabels: z.record(z.string(), z.string()),
    })
    .partial(),
  manifests(
    { region, addonVersion },
    { replicas = 2, podLabels, tolerations = [], nodeSelector, resources },
  ) {
    return [
      serviceAccount("metrics-server"),
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "metrics-server", namespace: NAMESPACE, labels },
        spec: { selector: labels, ports: [{ name: "https", port: 443, targetPort: "https" }] },
      },
      deployment({
        name: "metrics-server",
        replicas: replicas as number,
        labels: { ...labels, ...(podLabels as Record<string, string> | undefined) },
        priorityClassName: "system-cluster-critical",
        hostNetwork: false,
        tolerations: tolerations as object[],
        nodeSelector: nodeSelector as Record<string, string> | undefined,
        container: {
          name: "metrics-server",
          image: addonImage(region, "eks/metrics-server", addonVersion),
          args: [
            `--secure-port=${METRICS_SERVER_PORT}`,
            "--cert-dir=/tmp",
            "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
            "--kubelet-use-node-status-port",
            "--metric-resolution=15s",
          ],
          ports: [{ name: "https", containerPort: METRICS_SERVER_PORT, protocol: "TCP" }],
          livenessProbe: { httpGet: { path: "/livez", port: "https", scheme: "HTTPS" } },
          readinessProbe: {
            httpGet: { path: "/readyz", port: "https", scheme: "HTTPS" },
            initialDelaySeconds: 20,
          },
          resources: resources ?? {
            limits: { memory: "400Mi" },
            requests: { cpu: "100m", memory: "200Mi" },
          },
        },
      }),
    ];
  },
};
