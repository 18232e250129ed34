import { z } from "zod";
import { addonImage, type AddonDefinition } from "./definition.ts";
import { eniConfigManifests, eniConfigSchema } from "./eni-config.ts";
import { daemonSet, NAMESPACE, resourcesSchema, serviceAccount, tolerateEverything } from "./objects.ts";

/**
 * Environment of aws-node where the configuration says nothing:
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/master/charts/aws-vpc-cni/values.yaml
 */
const defaultEnvironment: Readonly<Record<string, string>> = {
  ADDITIONAL_ENI_TAGS: "{}",
  AWS_VPC_CNI_NODE_PORT_SUPPORT: "true",
  AWS_VPC_ENI_MTU: "9001",
  AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "false",
  AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
  AWS_VPC_K8S_CNI_LOG_FILE: "/host/var/log/aws-routed-eni/ipamd.log",
  AWS_VPC_K8S_CNI_LOGLEVEL: "DEBUG",
  AWS_VPC_K8S_CNI_RANDOMIZESNAT: "prng",
  AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
  AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
  AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
  DISABLE_INTROSPECTION: "false",
  DISABLE_METRICS: "false",
  ENABLE_IPv4: "true",
  ENABLE_IPv6: "false",
  ENABLE_POD_ENI: "false",
  ENABLE_PREFIX_DELEGATION: "false",
  ENABLE_SUBNET_DISCOVERY: "true",
  WARM_ENI_TARGET: "1",
  WARM_PREFIX_TARGET: "1",
};

/** Variables that a configuration may set, beside the defaults. */
const furtherVariables = [
  "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER",
  "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS",
  "ENI_CONFIG_ANNOTATION_DEF",
  "ENI_CONFIG_LABEL_DEF",
  "MAX_ENI",
  "MINIMUM_IP_TARGET",
  "WARM_IP_TARGET",
];

const environmentSchema = z
  .strictObject(
    Object.fromEntries(
      [...Object.keys(defaultEnvironment), ...furtherVariables].map((name) => [name, z.string()]),
    ),
  )
  .partial();

/** The Amazon VPC CNI: pods get addresses of the VPC. */
export const vpcCniAddon: AddonDefinition = {
  name: "vpc-cni",
  workload: { kind: "DaemonSet", name: "aws-node" },
  serviceAccount: "aws-node",
  bootstrap: true,
  unmodelled: [
    "affinity",
    "extraVolumeMounts",
    "extraVolumes",
    "livenessProbe",
    "nodeAgent",
    "originalMatchLabels",
    "podLabels",
    "readinessProbe",
    "tolerations",
  ],
  configuration: z
    .strictObject({
      eniConfig: eniConfigSchema,
      enableNetworkPolicy: z.enum(["true", "false"]),
      env: environmentSchema,
      init: z
        .strictObject({ env: z.strictObject({ DISABLE_TCP_EARLY_DEMUX: z.string() }).partial() })
        .partial(),
      podAnnotations: z.record(z.string(), z.string()),
      resources: resourcesSchema,
    })
    .partial(),
  manifests({ region, addonVersion, clusterName }, configuration) {
    const environment = {
      ...defaultEnvironment,
      ...(configuration.env as Record<string, string> | undefined),
    };
    return [
      serviceAccount("aws-node"),
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "amazon-vpc-cni", namespace: NAMESPACE },
        data: { "enable-network-policy-controller": String(configuration["enableNetworkPolicy"] ?? "false") },
      },
      ...eniConfigManifests(configuration["eniConfig"]),
      daemonSet({
        name: "aws-node",
        labels: { "k8s-app": "aws-node" },
        priorityClassName: "system-node-critical",
        hostNetwork: true,
        tolerations: tolerateEverything,
        annotations: configuration["podAnnotations"] as Record<string, string> | undefined,
        container: {
          name: "aws-node",
          image: addonImage(region, "amazon-k8s-cni", addonVersion),
          env: [
            ...Object.entries(environment).map(([name, value]) => ({ name, value })),
            { name: "CLUSTER_NAME", value: clusterName },
            { name: "MY_NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
          ],
          resources: configuration.resources ?? { requests: { cpu: "25m" } },
        },
      }),
    ];
  },
};
