import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  ALGORITHMS,
  CAPACITY_TYPES,
  CONTROL_PLANE_LOGS,
  HEALTH_CHECK_PROTOCOLS,
  IDENTITY_TYPES,
  KUBERNETES_VERSIONS,
  LBC_RELEASES,
  NAT_STRATEGIES,
  NODE_TAINT_EFFECTS,
  RULE_PROTOCOLS,
  SCHEMES,
  SUBNET_TIERS,
  SUPPORT_TYPES,
  TAINT_EFFECTS,
  TOLERATION_OPERATORS,
  TRAFFIC_PORT,
  type KubernetesVersion,
  type LbcVersion,
} from "../../components/index.ts";

/**
 * The configuration of a stack, key by key, as `Pulumi.yaml` declares it. Objects mirror the args of the components that
 * get them, so their fields are documented there; here stands only what YAML can hold in them. Ranges and combinations
 * are checked by the components themselves.
 */

/**
 * A text in the user's own words. In a key that holds a secret it is one too; names, ids, blocks and choices stay plain.
 * It is read as a text, and handed to components as an Input where it is secret.
 */
export const freeText = z.string() as unknown as z.ZodType<pulumi.Input<string>>;

/** A mapping of a form that others define; all that is in it is as free as {@link freeText}. */
export const freeForm = z.record(z.string(), z.unknown());

const tags = z.record(z.string(), freeText);
const cidr = z.string();

const vpc = z.strictObject({
  cidrBlock: cidr.exactOptional(),
  availabilityZoneCount: z.int().exactOptional(),
  availabilityZoneNames: z.array(z.string()).exactOptional(),
  publicSubnetCidrBlocks: z.array(cidr).exactOptional(),
  privateSubnetCidrBlocks: z.array(cidr).exactOptional(),
  natGateways: z.enum(NAT_STRATEGIES).exactOptional(),
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
  releaseVersion: z.string().exactOptional(),
});

const warmAddresses = { warmIpTarget: z.int().exactOptional(), minimumIpTarget: z.int().exactOptional() };

const podNetworking = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("secondary-ip"),
    warmEniTarget: z.int().exactOptional(),
    ...warmAddresses,
  }),
  z.strictObject({
    mode: z.literal("prefix-delegation"),
    warmPrefixTarget: z.int().exactOptional(),
    ...warmAddresses,
  }),
  z.strictObject({
    mode: z.literal("custom-networking"),
    podSubnetIds: z.record(z.string(), z.string()),
    podSecurityGroupIds: z.array(z.string()).exactOptional(),
    warmEniTarget: z.int().exactOptional(),
    ...warmAddresses,
  }),
]);

const addon = z.strictObject({
  version: z.string().exactOptional(),
  configuration: freeForm.exactOptional(),
});

const addons = z.strictObject({
  vpcCni: addon.exactOptional(),
  kubeProxy: addon.exactOptional(),
  coredns: addon.exactOptional(),
  podIdentityAgent: z.union([z.boolean(), addon]).exactOptional(),
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

const tolerations = z.array(
  z.strictObject({
    key: z.string().exactOptional(),
    operator: z.enum(TOLERATION_OPERATORS).exactOptional(),
    value: z.string().exactOptional(),
    effect: z.enum(TAINT_EFFECTS).exactOptional(),
  }),
);

const controller = z.strictObject({
  version: z.enum(Object.keys(LBC_RELEASES) as LbcVersion[]).exactOptional(),
  crds: z.string().exactOptional(),
  replicas: z.int().exactOptional(),
  identity: z.enum(IDENTITY_TYPES).exactOptional(),
  tolerations: tolerations.exactOptional(),
  nlbServices: z.boolean().exactOptional(),
  restrictPolicyToVpc: z.boolean().exactOptional(),
});

const healthCheck = z.strictObject({
  path: freeText.exactOptional(),
  port: z.union([z.int(), z.literal(TRAFFIC_PORT)]).exactOptional(),
  protocol: z.enum(HEALTH_CHECK_PROTOCOLS).exactOptional(),
  intervalSeconds: z.int().exactOptional(),
  timeoutSeconds: z.int().exactOptional(),
  healthyThreshold: z.int().exactOptional(),
  unhealthyThreshold: z.int().exactOptional(),
  successCodes: z.string().exactOptional(),
});

const targetGroup = z.strictObject({
  deregistrationDelaySeconds: z.int().exactOptional(),
  slowStartSeconds: z.int().exactOptional(),
  algorithm: z.enum(ALGORITHMS).exactOptional(),
  anomalyMitigation: z.boolean().exactOptional(),
  stickiness: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("lb_cookie"), durationSeconds: z.int() }),
      z.strictObject({ type: z.literal("app_cookie"), cookieName: z.string(), durationSeconds: z.int() }),
    ])
    .exactOptional(),
});

const ingress = z.strictObject({
  scheme: z.enum(SCHEMES).exactOptional(),
  loadBalancerName: z.string().exactOptional(),
  subnetIds: z.array(z.string()).exactOptional(),
  inboundCidrs: z.array(cidr).exactOptional(),
  tls: z
    .strictObject({
      certificateArns: z.array(z.string()),
      sslPolicy: z.string().exactOptional(),
      redirectHttp: z.boolean().exactOptional(),
    })
    .exactOptional(),
  webAclArn: z.string().exactOptional(),
  accessLogs: z.strictObject({ bucket: z.string(), prefix: z.string().exactOptional() }).exactOptional(),
  deletionProtection: z.boolean().exactOptional(),
  idleTimeoutSeconds: z.int().exactOptional(),
  dropInvalidHeaderFields: z.boolean().exactOptional(),
  healthCheck: healthCheck.exactOptional(),
  targetGroup: targetGroup.exactOptional(),
});

const quantity = { cpu: z.string(), memory: z.string() };

const app = z.strictObject({
  content: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("game-2048") }),
      z.strictObject({
        type: z.literal("colour-page"),
        heading: freeText.exactOptional(),
        colour: z.string().exactOptional(),
        cluster: z.string().exactOptional(),
      }),
    ])
    .exactOptional(),
  replicas: z.int().exactOptional(),
  image: z.string().exactOptional(),
  resources: z
    .strictObject({
      requests: z.strictObject(quantity),
      limits: z.strictObject({ ...quantity, cpu: quantity.cpu.exactOptional() }),
    })
    .exactOptional(),
  tolerations: tolerations.exactOptional(),
  preStopSeconds: z.int().exactOptional(),
});

/** Every key of namespace `multicluster-ingress`. */
export const configSchema = z.strictObject({
  role: z.enum(["primary", "member"]),
  clusterName: z.string(),
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
  app,
});

/** The configuration with every key in its form; not yet checked as a whole. */
export type ConfigValues = z.infer<typeof configSchema>;

export type ConfigKey = keyof ConfigValues;

/** Keys whose values are plain text in the configuration; all others are JSON. */
export function isTextKey(key: ConfigKey): boolean {
  const type = configSchema.shape[key];
  return type instanceof z.ZodString || type instanceof z.ZodEnum;
}
