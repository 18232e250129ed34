import { z } from "zod";
import { chosenName, namePrefixOf } from "../../../core/physical-name.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import type { HealthCheckInput } from "./health-check-settings.ts";
import { elbv2State } from "../state.ts";
import { targetGroupAttributes } from "./attributes.ts";
import { describe } from "./target-group.ts";
import { attributeProperties, setAttributes } from "../pulumi/attribute-properties.ts";
import { updateTags } from "../pulumi/tags.ts";
import {
  HEALTH_REQUIREMENT_ATTRIBUTES,
  stickinessAttributes,
  TARGET_GROUP_ATTRIBUTES,
  targetGroupProperties,
} from "./resource-properties.ts";

const MAX_NAME_LENGTH = 32;
/** How long the provider tries to delete a target group that is in use. */
const DELETE_TIMEOUT_MS = 120_000;

const healthCheck = z.strictObject({
  enabled: z.boolean().optional(),
  healthyThreshold: z.number().optional(),
  interval: z.number().optional(),
  matcher: z.string().optional(),
  path: z.string().optional(),
  port: z.string().optional(),
  protocol: z.string().optional(),
  timeout: z.number().optional(),
  unhealthyThreshold: z.number().optional(),
});

const minimum = { minimumHealthyTargetsPercentage: z.string().optional() };

const schema = z.object({
  deregistrationDelay: z.number().optional(),
  healthCheck: healthCheck.optional(),
  ipAddressType: z.string().optional(),
  loadBalancingAlgorithmType: z.string().optional(),
  loadBalancingAnomalyMitigation: z.string().optional(),
  loadBalancingCrossZoneEnabled: z.string().optional(),
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  port: z.number().optional(),
  protocol: z.string().optional(),
  protocolVersion: z.string().optional(),
  slowStart: z.number().optional(),
  stickiness: z
    .strictObject({
      cookieDuration: z.number().optional(),
      cookieName: z.string().optional(),
      enabled: z.boolean().optional(),
      type: z.string(),
    })
    .optional(),
  targetGroupHealth: z
    .strictObject({
      dnsFailover: z
        .strictObject({ ...minimum, minimumHealthyTargetsCount: z.string().optional() })
        .optional(),
      unhealthyStateRouting: z
        .strictObject({ ...minimum, minimumHealthyTargetsCount: z.number().optional() })
        .optional(),
    })
    .optional(),
  targetType: z.string().optional(),
  vpcId: z.string().optional(),
  ...tagsInput,
});

type Inputs = z.output<typeof schema>;

/** Schema: terraform-provider-aws/internal/service/elbv2/target_group.go */
export const targetGroupResource = awsResource({
  token: "aws:lb/targetGroup:TargetGroup",
  nameInput: "name",
  defaults: { deregistrationDelay: 300 },
  blockDefaults: { stickiness: { cookieDuration: 86_400, cookieName: "", enabled: true } },
  schema,
  replaceOnChange: [
    "ipAddressType",
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetType",
    "vpcId",
  ],
  computed: [
    "arn",
    "arnSuffix",
    "healthCheck",
    "ipAddressType",
    "loadBalancerArns",
    "loadBalancingAlgorithmType",
    "loadBalancingAnomalyMitigation",
    "loadBalancingCrossZoneEnabled",
    "name",
    "namePrefix",
    "preserveClientIp",
    "protocolVersion",
    "stickiness",
    "tagsAll",
    "targetFailovers",
    "targetGroupHealth",
    "targetHealthStates",
  ],

  create(context, inputs) {
    const { cloud, provider } = context;
    const { TargetGroups } = cloud.call(cloud.administrator, "elasticloadbalancing", "CreateTargetGroup", {
      Name: chosenName(context, inputs, MAX_NAME_LENGTH),
      Protocol: inputs.protocol,
      ProtocolVersion: inputs.protocolVersion,
      Port: inputs.port,
      VpcId: inputs.vpcId,
      TargetType: inputs.targetType,
      IpAddressType: inputs.ipAddressType,
      ...healthCheckParameters(inputs),
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
    });
    const arn = TargetGroups[0]!.TargetGroupArn;
    setGroupAttributes(context, arn, inputs);
    return arn;
  },

  read(context, id, properties) {
    const record = elbv2State(context.cloud).targetGroups.find(id);
    if (record === undefined) return undefined;
    const { attributes } = record;
    return {
      ...targetGroupProperties(describe(context.cloud, record)),
      ...attributeProperties(TARGET_GROUP_ATTRIBUTES, attributes),
      ...attributeProperties(stickinessAttributes(attributes["stickiness.type"]), attributes),
      ...attributeProperties(HEALTH_REQUIREMENT_ATTRIBUTES, attributes),
      ...tagOutputs(context, record.tags, properties),
      connectionTermination: false,
      ipAddressType: record.ipAddressType,
      lambdaMultiValueHeadersEnabled: false,
      namePrefix: namePrefixOf(record.name),
      preserveClientIp: "",
      proxyProtocolV2: false,
      targetFailovers: [],
      targetHealthStates: [],
    };
  },

  update(context, arn, before, after) {
    const { cloud } = context;
    if (after.healthCheck !== undefined) {
      cloud.call(cloud.administrator, "elasticloadbalancing", "ModifyTargetGroup", {
        TargetGroupArn: arn,
        ...healthCheckParameters(after),
      });
    }
    setGroupAttributes(context, arn, after);
    updateTags(context, arn, before.tags, after.tags);
  },

  delete({ cloud, timeoutMs }, arn) {
    // The provider tries again while a listener or rule that is being deleted still uses it.
    const unused = () => !elbv2State(cloud).targetGroups.has(arn) || loadBalancerArns(arn).length === 0;
    const loadBalancerArns = (groupArn: string) =>
      describe(cloud, elbv2State(cloud).targetGroups.get(groupArn)).LoadBalancerArns;
    cloud.clock.waitUntil(unused, timeoutMs ?? DELETE_TIMEOUT_MS);
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeleteTargetGroup", { TargetGroupArn: arn });
  },
});

/** The thresholds are the provider's own defaults for a block that is given. */
function healthCheckParameters({ healthCheck: check, protocolVersion }: Inputs): HealthCheckInput {
  if (check === undefined) return {};
  const matcher =
    protocolVersion === "GRPC" ? { GrpcCode: check.matcher ?? "" } : { HttpCode: check.matcher ?? "" };
  return {
    HealthCheckEnabled: check.enabled ?? true,
    HealthCheckIntervalSeconds: check.interval ?? 30,
    HealthCheckPath: check.path,
    HealthCheckPort: check.port ?? "traffic-port",
    HealthCheckProtocol: check.protocol ?? "HTTP",
    HealthCheckTimeoutSeconds: check.timeout,
    HealthyThresholdCount: check.healthyThreshold ?? 3,
    UnhealthyThresholdCount: check.unhealthyThreshold ?? 3,
    Matcher: check.matcher === undefined ? undefined : matcher,
  };
}

function setGroupAttributes(context: ResourceContext, arn: string, inputs: Inputs): void {
  const stickiness = inputs.stickiness && { enabled: true, ...inputs.stickiness };
  const properties: Properties = { ...inputs, stickiness };
  const table = [
    ...TARGET_GROUP_ATTRIBUTES,
    ...stickinessAttributes(stickiness?.type),
    ...HEALTH_REQUIREMENT_ATTRIBUTES,
  ];
  setAttributes(context, targetGroupAttributes, arn, { table, inputs: properties });
}
