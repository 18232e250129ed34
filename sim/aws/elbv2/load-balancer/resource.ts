import { z } from "zod";
import { ResourceInitError } from "../../../core/errors.ts";
import { chosenName, namePrefixOf } from "../../../core/physical-name.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { ec2State } from "../../ec2/state.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { sameSet } from "../../pulumi/sets.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import { loadBalancerAttributes } from "./attributes.ts";
import { describe } from "./load-balancer.ts";
import { elbv2State } from "../state.ts";
import { attributeProperties, setAttributes } from "../pulumi/attribute-properties.ts";
import { LOAD_BALANCER_ATTRIBUTES, loadBalancerProperties, LOG_ATTRIBUTES } from "./resource-properties.ts";
import { updateTags } from "../pulumi/tags.ts";

const MAX_NAME_LENGTH = 32;
/** How long the provider waits: terraform-provider-aws/internal/service/elbv2/load_balancer.go */
const CREATE_TIMEOUT_MS = 600_000;
const INTERFACES_TIMEOUT_MS = 35 * 60_000;

const logs = z
  .strictObject({ bucket: z.string(), enabled: z.boolean().optional(), prefix: z.string().optional() })
  .optional();

const schema = z.object({
  accessLogs: logs,
  clientKeepAlive: z.number().optional(),
  connectionLogs: logs,
  desyncMitigationMode: z.string().optional(),
  dropInvalidHeaderFields: z.boolean().optional(),
  enableDeletionProtection: z.boolean().optional(),
  enableHttp2: z.boolean().optional(),
  enableTlsVersionAndCipherSuiteHeaders: z.boolean().optional(),
  enableWafFailOpen: z.boolean().optional(),
  enableXffClientPort: z.boolean().optional(),
  enableZonalShift: z.boolean().optional(),
  healthCheckLogs: logs,
  idleTimeout: z.number().optional(),
  internal: z.boolean().optional(),
  ipAddressType: z.string().optional(),
  loadBalancerType: z.string().optional(),
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  preserveHostHeader: z.boolean().optional(),
  securityGroups: z.array(z.string()).optional(),
  subnetMappings: z.array(z.strictObject({ subnetId: z.string() })).optional(),
  subnets: z.array(z.string()).optional(),
  xffHeaderProcessingMode: z.string().optional(),
  ...tagsInput,
});

const ATTRIBUTES = [...LOAD_BALANCER_ATTRIBUTES, ...LOG_ATTRIBUTES];

type Inputs = z.output<typeof schema>;

/** Schema: terraform-provider-aws/internal/service/elbv2/load_balancer.go */
export const loadBalancerResource = awsResource({
  token: "aws:lb/loadBalancer:LoadBalancer",
  nameInput: "name",
  schema,
  defaults: {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    enableHttp2: true,
    idleTimeout: 60,
    loadBalancerType: "application",
    xffHeaderProcessingMode: "append",
  },
  onlyDefault: ["loadBalancerType"],
  replaceOnChange: ["internal", "loadBalancerType", "name", "namePrefix"],
  isSame: (_property, before, after) => sameSet(before, after),
  computed: [
    "arn",
    "arnSuffix",
    "dnsName",
    "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    "internal",
    "ipAddressType",
    "name",
    "namePrefix",
    "securityGroups",
    "subnetMappings",
    "subnets",
    "tagsAll",
    "vpcId",
    "zoneId",
  ],

  create(context, inputs) {
    const { cloud, provider } = context;
    const { LoadBalancers } = cloud.call(cloud.administrator, "elasticloadbalancing", "CreateLoadBalancer", {
      Name: chosenName(context, inputs, MAX_NAME_LENGTH),
      ...placement(inputs),
      SecurityGroups: inputs.securityGroups,
      Scheme: inputs.internal === true ? "internal" : "internet-facing",
      IpAddressType: inputs.ipAddressType,
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
      Type: "application",
    });
    const arn = LoadBalancers[0]!.LoadBalancerArn;
    setAttributes(context, loadBalancerAttributes, arn, { table: ATTRIBUTES, inputs });
    waitUntilActive(context, arn, inputs);
    return arn;
  },

  read: outputsOf,

  update(context, arn, before, after) {
    const { cloud } = context;
    const call = cloud.administrator;
    const LoadBalancerArn = arn;
    setAttributes(context, loadBalancerAttributes, arn, { table: ATTRIBUTES, inputs: after });
    if (after.securityGroups !== undefined && !sameSet(before.securityGroups, after.securityGroups)) {
      const SecurityGroups = after.securityGroups;
      cloud.call(call, "elasticloadbalancing", "SetSecurityGroups", { LoadBalancerArn, SecurityGroups });
    }
    if (!sameSet(before.subnets, after.subnets) || !sameSet(before.subnetMappings, after.subnetMappings)) {
      cloud.call(call, "elasticloadbalancing", "SetSubnets", { LoadBalancerArn, ...placement(after) });
    }
    if (after.ipAddressType !== undefined && before.ipAddressType !== after.ipAddressType) {
      const IpAddressType = after.ipAddressType;
      cloud.call(call, "elasticloadbalancing", "SetIpAddressType", { LoadBalancerArn, IpAddressType });
    }
    updateTags(context, arn, before.tags, after.tags);
  },

  delete({ cloud, timeoutMs }, arn) {
    const subnets = elbv2State(cloud).loadBalancers.find(arn)?.subnets ?? [];
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeleteLoadBalancer", { LoadBalancerArn: arn });
    // The provider waits until the interfaces are gone, so that subnets and security groups can go next.
    cloud.clock.waitUntil(
      () =>
        subnets.every(({ networkInterfaceId }) => !ec2State(cloud).networkInterfaces.has(networkInterfaceId)),
      timeoutMs ?? INTERFACES_TIMEOUT_MS,
    );
  },
});

function placement({ subnets, subnetMappings }: Inputs) {
  return {
    Subnets: subnets,
    SubnetMappings: subnetMappings?.map(({ subnetId }) => ({ SubnetId: subnetId })),
  };
}

function outputsOf(context: ResourceContext, arn: string, properties: Properties): Properties | undefined {
  const record = elbv2State(context.cloud).loadBalancers.find(arn);
  if (record === undefined) return undefined;
  return {
    ...loadBalancerProperties(describe(context.cloud, record)),
    ...attributeProperties(LOAD_BALANCER_ATTRIBUTES, record.attributes),
    ...givenLogs(attributeProperties(LOG_ATTRIBUTES, record.attributes), properties),
    ...tagOutputs(context, record.tags, properties),
    namePrefix: namePrefixOf(record.name),
    secondaryIpsAutoAssignedPerSubnet: 0,
  };
}

/** Log settings that the program does not give are not among the resource's outputs. */
function givenLogs(logProperties: Properties, properties: Properties): Properties {
  return Object.fromEntries(Object.entries(logProperties).filter(([name]) => properties[name] !== undefined));
}

/** @throws ResourceInitError in the provider's words when it takes too long. */
function waitUntilActive(context: ResourceContext, arn: string, inputs: Inputs): void {
  const { cloud, timeoutMs = CREATE_TIMEOUT_MS } = context;
  const state = () => elbv2State(cloud).loadBalancers.get(arn).state;
  if (cloud.clock.waitUntil(() => state() === "active", timeoutMs)) return;
  throw new ResourceInitError(arn, outputsOf(context, arn, inputs) ?? {}, [
    `waiting for ELBv2 Load Balancer (${arn}) create: timeout while waiting for state to become 'active' ` +
      `(last state: '${state()}', timeout: ${timeoutMs / 60_000}m0s)`,
  ]);
}
