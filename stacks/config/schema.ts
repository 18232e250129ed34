import { z } from "zod";
import {
  BALANCER_KINDS,
  CAPACITY_TYPES,
  CONTROL_PLANE_LOGS,
  CORS_METHODS,
  DESYNC_MITIGATIONS,
  DNS_ANNOTATION_PREFIXES,
  DNS_POLICIES,
  FORWARDED_FOR_MODES,
  FRAME_OPTIONS,
  IDENTITY_TYPES,
  KUBERNETES_VERSIONS,
  LBC_RELEASES,
  LOGGED_REQUESTS,
  MANAGED_RULE_GROUPS,
  NAT_STRATEGIES,
  NODE_TAINT_EFFECTS,
  PASSTHROUGH,
  RULE_ACTIONS,
  RULE_PROTOCOLS,
  SCHEMES,
  SUBNET_TIERS,
  SUPPORT_TYPES,
  TRAFFIC_KINDS,
  type DNS_SOURCES,
  type GATEWAY_API_VERSIONS,
  type KubernetesVersion,
  type LbcVersion,
  type ManagedRuleGroupName,
} from "../../components/index.ts";
import { appEntry, appOverride, fallbackAction, shortApp } from "./app-schema.ts";
import { freeForm, freeText, healthCheck, targetGroup, tolerations } from "./schema-parts.ts";

/** Who makes the shared load balancer: the first cluster's controller, Pulumi, or both side by side for a while. */
export const OWNERSHIPS = ["controller", "pulumi", "both"] as const;

/** What a stack is. */
export const ROLES = ["primary", "member", "edge"] as const;

/**
 * The configuration of a stack, key by key, as `Pulumi.yaml` declares it. Objects mirror the args of the components that
 * get them, so their fields are documented there; here stands only what YAML can hold in them. Ranges and combinations
 * are checked by the components themselves.
 */

const tags = z.record(z.string(), freeText);
const cidr = z.string();

const vpc = z.strictObject({
  cidrBlock: cidr.exactOptional(),
  availabilityZoneCount: z.int().exactOptional(),
  availabilityZoneNames: z.array(z.string()).exactOptional(),
  publicSubnetCidrBlocks: z.array(cidr).exactOptional(),
  privateSubnetCidrBlocks: z.array(cidr).exactOptional(),
  secondaryCidrBlocks: z.array(cidr).exactOptional(),
  natGateways: z.enum(NAT_STRATEGIES).exactOptional(),
  endpoints: z.array(z.string()).exactOptional(),
  existing: z
    .strictObject({
      vpcId: z.string(),
      publicSubnetIds: z.array(z.string()).exactOptional(),
      privateSubnetIds: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
});

const nodeGroup = z.strictObject({
  name: z.string().exactOptional(),
  instanceTypes: z.array(z.string()).exactOptional(),
  capacityType: z.enum(CAPACITY_TYPES).exactOptional(),
  count: z.int().exactOptional(),
  minSize: z.int().exactOptional(),
  maxSize: z.int().exactOptional(),
  ignoreScalingChanges: z.boolean().exactOptional(),
  subnets: z.enum(SUBNET_TIERS).exactOptional(),
  diskSizeGib: z.int().exactOptional(),
  volumeKeyArn: z.string().exactOptional(),
  labels: z.record(z.string(), freeText).exactOptional(),
  taints: z
    .array(
      z.strictObject({
        key: z.string(),
        value: freeText.exactOptional(),
        effect: z.enum(NODE_TAINT_EFFECTS),
      }),
    )
    .exactOptional(),
  keyName: z.string().exactOptional(),
  initScript: freeText.exactOptional(),
  metadataHopLimit: z.int().exactOptional(),
  maxPods: z.int().exactOptional(),
  maxUnavailable: z.int().exactOptional(),
  maxUnavailablePercentage: z.int().exactOptional(),
  releaseVersion: z.string().exactOptional(),
});

const subnetDiscovery = z.boolean().exactOptional();

/** Of every way of pod networking. */
const podAddresses = {
  warmIpTarget: z.int().exactOptional(),
  minimumIpTarget: z.int().exactOptional(),
  externalSnat: z.boolean().exactOptional(),
};

const podNetworking = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("secondary-ip"),
    subnetDiscovery,
    warmEniTarget: z.int().exactOptional(),
    ...podAddresses,
  }),
  z.strictObject({
    mode: z.literal("prefix-delegation"),
    subnetDiscovery,
    warmPrefixTarget: z.int().exactOptional(),
    ...podAddresses,
  }),
  z.strictObject({
    mode: z.literal("custom-networking"),
    podSubnetIds: z.record(z.string(), z.string()).exactOptional(),
    podSecurityGroupIds: z.array(z.string()).exactOptional(),
    warmEniTarget: z.int().exactOptional(),
    ...podAddresses,
  }),
]);

const addon = z.strictObject({
  version: z.string().exactOptional(),
  configuration: freeForm.exactOptional(),
});

/** The words of its lists are checked by the component, which has reasons for those that it refuses. */
const externalDns = z.strictObject({
  zones: z.array(
    z.union([
      z.strictObject({ id: z.string() }),
      z.strictObject({ name: z.string(), private: z.boolean().exactOptional() }),
    ]),
  ),
  domainFilters: z.array(z.string()).exactOptional(),
  policy: z.enum(DNS_POLICIES).exactOptional(),
  sources: z.array(z.string() as unknown as z.ZodType<(typeof DNS_SOURCES)[number]>).exactOptional(),
  txtOwnerId: z.string().exactOptional(),
  txtPrefix: z.string().exactOptional(),
  annotationPrefix: z.enum(DNS_ANNOTATION_PREFIXES).exactOptional(),
  identity: z.enum(IDENTITY_TYPES).exactOptional(),
  tolerations: tolerations.exactOptional(),
});

/** The component has a reason for each release that it refuses. */
const gatewayApi = z.strictObject({
  version: (z.string() as unknown as z.ZodType<(typeof GATEWAY_API_VERSIONS)[number]>).exactOptional(),
});

const addons = z.strictObject({
  vpcCni: addon.exactOptional(),
  kubeProxy: addon.exactOptional(),
  coredns: addon.exactOptional(),
  podIdentityAgent: z.union([z.boolean(), addon]).exactOptional(),
  metricsServer: z.union([z.boolean(), addon]).exactOptional(),
  gatewayApi: z.union([z.boolean(), gatewayApi]).exactOptional(),
  externalDns: externalDns.exactOptional(),
});

const accessEntry = z.strictObject({
  principalArn: z.string(),
  policies: z
    .array(z.strictObject({ policy: z.string(), namespaces: z.array(z.string()).exactOptional() }))
    .exactOptional(),
  kubernetesGroups: z.array(z.string()).exactOptional(),
});

const nodeSecurityGroupRule = z.strictObject({
  description: freeText,
  protocol: z.enum(RULE_PROTOCOLS),
  fromPort: z.int(),
  toPort: z.int(),
  cidrBlocks: z.array(cidr),
});

const controller = z.strictObject({
  version: z.enum(Object.keys(LBC_RELEASES) as LbcVersion[]).exactOptional(),
  crds: z.string().exactOptional(),
  imageRepository: z.string().exactOptional(),
  chartRepository: z
    .strictObject({
      url: z.string(),
      username: freeText.exactOptional(),
      password: freeText.exactOptional(),
    })
    .exactOptional(),
  replicas: z.int().exactOptional(),
  identity: z.enum(IDENTITY_TYPES).exactOptional(),
  tolerations: tolerations.exactOptional(),
  nlbServices: z.boolean().exactOptional(),
  ingressClass: z
    .strictObject({
      name: z.string().exactOptional(),
      isDefault: z.boolean().exactOptional(),
      scheme: z.enum(SCHEMES).exactOptional(),
      groupName: z.string().exactOptional(),
      subnets: z
        .strictObject({
          ids: z.array(z.string()).exactOptional(),
          tags: z.record(z.string(), z.array(z.string())).exactOptional(),
        })
        .exactOptional(),
      inboundCidrs: z.array(cidr).exactOptional(),
      tags: tags.exactOptional(),
    })
    .exactOptional(),
  shield: z.boolean().exactOptional(),
  restrictPolicyToVpc: z.boolean().exactOptional(),
});

const ingress = z.strictObject({
  scheme: z.enum(SCHEMES).exactOptional(),
  loadBalancerName: z.string().exactOptional(),
  subnetIds: z.array(z.string()).exactOptional(),
  inboundCidrs: z.array(cidr).exactOptional(),
  tls: z
    .strictObject({
      certificateArns: z.array(z.string()).exactOptional(),
      sslPolicy: z.string().exactOptional(),
      redirectHttp: z.boolean().exactOptional(),
      mutual: z
        .union([
          z.literal(PASSTHROUGH),
          z.strictObject({
            trustStoreArn: z.string(),
            ignoreExpiry: z.boolean().exactOptional(),
            advertiseCaNames: z.boolean().exactOptional(),
          }),
        ])
        .exactOptional(),
    })
    .exactOptional(),
  webAclArn: z.string().exactOptional(),
  accessLogs: z.strictObject({ bucket: z.string(), prefix: z.string().exactOptional() }).exactOptional(),
  responseHeaders: z
    .strictObject({
      server: z.boolean().exactOptional(),
      strictTransportSecurity: z
        .strictObject({
          maxAgeSeconds: z.int(),
          includeSubDomains: z.boolean().exactOptional(),
          preload: z.boolean().exactOptional(),
        })
        .exactOptional(),
      contentSecurityPolicy: freeText.exactOptional(),
      frameOptions: z.enum(FRAME_OPTIONS).exactOptional(),
      noSniff: z.boolean().exactOptional(),
      cors: z
        .strictObject({
          allowOrigin: z.string(),
          allowMethods: z.array(z.enum(CORS_METHODS)).exactOptional(),
          allowHeaders: z.array(z.string()).exactOptional(),
          allowCredentials: z.boolean().exactOptional(),
          exposeHeaders: z.array(z.string()).exactOptional(),
          maxAgeSeconds: z.int().exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
  deletionProtection: z.boolean().exactOptional(),
  idleTimeoutSeconds: z.int().exactOptional(),
  dropInvalidHeaderFields: z.boolean().exactOptional(),
  clientKeepAliveSeconds: z.int().exactOptional(),
  desyncMitigation: z.enum(DESYNC_MITIGATIONS).exactOptional(),
  forwardedFor: z.enum(FORWARDED_FOR_MODES).exactOptional(),
  forwardedForClientPort: z.boolean().exactOptional(),
  preserveHostHeader: z.boolean().exactOptional(),
  tlsHeaders: z.boolean().exactOptional(),
  zonalShift: z.boolean().exactOptional(),
  healthCheck: healthCheck.exactOptional(),
  targetGroup: targetGroup.exactOptional(),
  ownership: z.enum(OWNERSHIPS).exactOptional(),
  kind: z.enum(BALANCER_KINDS).exactOptional(),
  targetGroups: z.enum(["controller", "pulumi"]).exactOptional(),
  traffic: z.enum(TRAFFIC_KINDS).exactOptional(),
  prepareTraffic: z.boolean().exactOptional(),
  clusterStickinessSeconds: z.int().exactOptional(),
  listenerArn: z.string().exactOptional(),
  priorityFrom: z.int().exactOptional(),
  defaultAction: fallbackAction.exactOptional(),
  groupName: z.string().exactOptional(),
  quotas: z
    .strictObject({
      rulesPerLoadBalancer: z.int().exactOptional(),
      conditionValuesPerRule: z.int().exactOptional(),
      conditionWildcardsPerRule: z.int().exactOptional(),
    })
    .exactOptional(),
});

const certificate = z.strictObject({
  keepRecords: z.boolean().exactOptional(),
  names: z.array(z.string()).exactOptional(),
  zone: z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })]).exactOptional(),
});

const protection = z.strictObject({
  managedRules: z.enum(RULE_ACTIONS).exactOptional(),
  managedRuleGroups: z
    .array(
      z.strictObject({
        name: z.enum(Object.keys(MANAGED_RULE_GROUPS) as ManagedRuleGroupName[]),
        action: z.enum(RULE_ACTIONS).exactOptional(),
        countedRules: z.array(z.string()).exactOptional(),
      }),
    )
    .exactOptional(),
  rateLimits: z
    .array(
      z.strictObject({
        name: z.string(),
        limit: z.int(),
        windowSeconds: z.int().exactOptional(),
        pathPrefix: z.string().exactOptional(),
        action: z.enum(RULE_ACTIONS).exactOptional(),
      }),
    )
    .exactOptional(),
  rateLimitStatusCode: z.int().exactOptional(),
  rateLimitText: z.string().exactOptional(),
  allowedCidrs: z.array(cidr).exactOptional(),
  blockedCidrs: z.array(cidr).exactOptional(),
  blockedCountries: z.array(z.string()).exactOptional(),
  allowedCountries: z.array(z.string()).exactOptional(),
  maxBodyBytes: z.int().exactOptional(),
  uploads: z.array(z.string()).exactOptional(),
  clientAddressHeader: z.string().exactOptional(),
  logging: z
    .strictObject({
      requests: z.enum(LOGGED_REQUESTS).exactOptional(),
      destinationArn: z.string().exactOptional(),
      expireDays: z.int().exactOptional(),
      deleteLogs: z.boolean().exactOptional(),
      keyArn: z.string().exactOptional(),
      redactedHeaders: z.array(z.string()).exactOptional(),
      redactQueryString: z.boolean().exactOptional(),
    })
    .exactOptional(),
});

const logs = z.strictObject({
  bucket: z.string().exactOptional(),
  prefix: z.string().exactOptional(),
  access: z.boolean().exactOptional(),
  connection: z.boolean().exactOptional(),
  healthCheck: z.boolean().exactOptional(),
  expireDays: z.int().exactOptional(),
  deleteLogs: z.boolean().exactOptional(),
});

const dns = z.strictObject({
  names: z.array(z.string()).exactOptional(),
  zone: z
    .union([
      z.strictObject({ id: z.string() }),
      z.strictObject({ name: z.string(), private: z.boolean().exactOptional() }),
    ])
    .exactOptional(),
});

/** At what an alarm goes off; false for none. */
const threshold = z.union([z.number(), z.literal(false)]).exactOptional();

const alarms = z.strictObject({
  topicArn: z.string().exactOptional(),
  emails: z.array(z.string()).exactOptional(),
  minutes: z.int().exactOptional(),
  unhealthyTargets: threshold,
  healthyTargets: threshold,
  targetErrors: threshold,
  connectionErrors: threshold,
  responseTime: threshold,
  loadBalancerErrors: threshold,
  rejectedConnections: threshold,
  newConnections: threshold,
  certificateDays: threshold,
  blockedRequests: threshold,
  dashboard: z.boolean().exactOptional(),
});

/** Every key of namespace `multicluster-ingress`. */
export const configSchema = z.strictObject({
  role: z.enum(ROLES),
  clusterName: z.string(),
  edgeName: z.string(),
  sharedStack: z.string(),
  tags,
  vpc,
  kubernetesVersion: z.enum(Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]),
  supportType: z.enum(SUPPORT_TYPES),
  controlPlaneSubnets: z.enum(SUBNET_TIERS),
  endpointPublicAccess: z.boolean(),
  endpointPrivateAccess: z.boolean(),
  publicAccessCidrs: z.array(cidr),
  enabledLogTypes: z.array(z.enum(CONTROL_PLANE_LOGS)),
  encryptionKeyArn: z.string(),
  accessEntries: z.array(accessEntry),
  deletionProtection: z.boolean(),
  nodeGroups: z.array(nodeGroup),
  nodeSecurityGroupRules: z.array(nodeSecurityGroupRule),
  nodeSecurityGroupIds: z.array(z.string()),
  podNetworking,
  addons,
  controller,
  namespace: z.string(),
  readinessGates: z.boolean(),
  ingress,
  certificate,
  protection,
  dns,
  app: shortApp,
  apps: z.record(z.string(), appEntry),
  appOverrides: z.record(z.string(), appOverride),
  weights: z.record(z.string(), z.record(z.string(), z.int())),
  logs,
  alarms,
  drained: z.boolean(),
});

/** The configuration with every key in its form; not yet checked as a whole. */
export type ConfigValues = z.infer<typeof configSchema>;

export type ConfigKey = keyof ConfigValues;

/** Keys whose values are plain text in the configuration; all others are JSON. */
export function isTextKey(key: ConfigKey): boolean {
  const type = configSchema.shape[key];
  return type instanceof z.ZodString || type instanceof z.ZodEnum;
}
