import { z } from "zod";
import { blockOf, formatAddress } from "../../ec2/cidr.ts";
import { addonImage, type AddonDefinition } from "./definition.ts";
import { deployment, NAMESPACE, resourcesSchema, serviceAccount } from "./objects.ts";

/** The cluster's DNS server has the tenth address of the Services' block. */
const DNS_ADDRESS_INDEX = 10;

const labels = { "eks.amazonaws.com/component": "coredns", "k8s-app": "kube-dns" };

/** CoreDNS: names of Services. */
export const corednsAddon: AddonDefinition = {
  name: "coredns",
  workload: { kind: "Deployment", name: "coredns" },
  serviceAccount: "coredns",
  bootstrap: true,
  unmodelled: [
    "affinity",
    "autoScaling",
    "computeType",
    "corefile",
    "podAnnotations",
    "podDisruptionBudget",
    "topologySpreadConstraints",
  ],
  configuration: z
    .strictObject({
      replicaCount: z.int(),
      resources: resourcesSchema,
      nodeSelector: z.record(z.string(), z.string()),
      tolerations: z.array(z.looseObject({})),
      podLabels: z.record(z.string(), z.string()),
    })
    .partial(),
  manifests({ region, addonVersion, serviceIpv4Cidr }, configuration) {
    const clusterIP = formatAddress(blockOf(serviceIpv4Cidr).first + DNS_ADDRESS_INDEX);
    return [
      serviceAccount("coredns"),
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "kube-dns", namespace: NAMESPACE, labels: { "k8s-app": "kube-dns" } },
        spec: {
          clusterIP,
          selector: { "k8s-app": "kube-dns" },
          ports: [
            { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
            { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
            { name: "metrics", port: 9153, protocol: "TCP", targetPort: 9153 },
          ],
        },
      },
      deployment({
        name: "coredns",
        replicas: (configuration.replicaCount as number | undefined) ?? 2,
        labels: { ...labels, ...(configuration.podLabels as Record<string, string> | undefined) },
        priorityClassName: "system-cluster-critical",
        hostNetwork: false,
        tolerations: (configuration.tolerations as object[] | undefined) ?? [
          { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
          { key: "CriticalAddonsOnly", operator: "Exists" },
        ],
        nodeSelector: configuration.nodeSelector as Record<string, string> | undefined,
        container: {
          name: "coredns",
          image: addonImage(region, "eks/coredns", addonVersion),
          args: ["-conf", "/etc/coredns/Corefile"],
          ports: [
            { name: "dns", containerPort: 53, protocol: "UDP" },
            { name: "dns-tcp", containerPort: 53, protocol: "TCP" },
            { name: "metrics", containerPort: 9153, protocol: "TCP" },
          ],
          resources: configuration.resources ?? {
            limits: { memory: "170Mi" },
            requests: { cpu: "100m", memory: "70Mi" },
          },
        },
      }),
    ];
  },
};
