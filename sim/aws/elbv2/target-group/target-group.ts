import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import { ec2State } from "../../ec2/state.ts";
import type { Tag } from "../../tags.ts";
import { targetGroupArn } from "../arns.ts";
import { onCreate, onResources } from "../authorization.ts";
import { checkRange, notInEnum, validationError } from "../errors.ts";
import { defaultHealthCheck, type HealthCheckInput, withHealthCheck } from "./health-check-settings.ts";
import { stopHealthChecks } from "../health/health-checks.ts";
import { checkName, NAME_KINDS } from "../names.ts";
import type { ListenerProtocol, TargetGroupRecord } from "../records.ts";
import type { TargetGroupArnInput } from "../requests.ts";
import type { TargetGroup } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { withTags } from "../tags.ts";
import { targetGroupAttributes } from "./attributes.ts";
import { isApplicationProtocol, PROTOCOLS, simulatedProtocol } from "./protocols.ts";
import { loadBalancersOf } from "./usage.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_TARGET_GROUPS = 3000;

const PROTOCOL_VERSIONS = ["HTTP1", "HTTP2", "GRPC"];
const TARGET_TYPES = ["instance", "ip", "lambda", "alb"];

export interface CreateTargetGroupInput extends HealthCheckInput {
  readonly Name: string;
  readonly Protocol?: string | undefined;
  readonly ProtocolVersion?: string | undefined;
  readonly Port?: number | undefined;
  readonly VpcId?: string | undefined;
  readonly TargetType?: string | undefined;
  readonly IpAddressType?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface TargetGroupsOutput {
  readonly TargetGroups: readonly TargetGroup[];
}

export const createTargetGroup = operation<CreateTargetGroupInput, TargetGroupsOutput>({
  authorize(cloud, { Name, Tags }) {
    const arn = targetGroupArn(cloud, Name, "*");
    return onCreate(cloud, "CreateTargetGroup", { created: arn, tags: Tags });
  },
  run(cloud, parameters) {
    checkName(NAME_KINDS.targetGroup, parameters.Name);
    const settings = resolve(cloud, parameters);
    const tags = withTags([], parameters.Tags ?? []);
    const existing = elbv2State(cloud).targetGroups.where(({ name }) => name === parameters.Name)[0];
    if (existing !== undefined) {
      if (sameSettings(existing, settings)) return { TargetGroups: [describe(cloud, existing)] };
      throw new AwsError(
        "DuplicateTargetGroupName",
        `A target group with the same name '${parameters.Name}' exists, but with different settings`,
      );
    }
    if (elbv2State(cloud).targetGroups.size >= MAX_TARGET_GROUPS) {
      throw new AwsError("TooManyTargetGroups", "The maximum number of target groups has been reached");
    }
    const arn = targetGroupArn(cloud, parameters.Name, cloud.ids.hex(16));
    const record: TargetGroupRecord = {
      arn,
      name: parameters.Name,
      ...settings,
      attributes: targetGroupAttributes.defaultsOf(settings),
      tags,
      targets: {},
    };
    return { TargetGroups: [describe(cloud, elbv2State(cloud).targetGroups.set(arn, record))] };
  },
});

type Settings = Omit<TargetGroupRecord, "arn" | "name" | "attributes" | "tags" | "targets">;

function resolve(cloud: Cloud, parameters: CreateTargetGroupInput): Settings {
  const { TargetType: targetType = "instance", Port: port, VpcId: vpcId } = parameters;
  if (!TARGET_TYPES.includes(targetType)) throw notInEnum(targetType, "targetType", TARGET_TYPES);
  if (targetType !== "instance" && targetType !== "ip") {
    throw new NotSimulated("elasticloadbalancing:CreateTargetGroup", `TargetType ${targetType}`);
  }
  const protocol = checkProtocol(parameters.Protocol);
  if (port === undefined) throw validationError("A port must be specified");
  checkRange(port, "port", 1, 65_535);
  if (vpcId === undefined) throw validationError("A VPC ID must be specified");
  if (!ec2State(cloud).vpcs.has(vpcId)) throw validationError(`The VPC ID '${vpcId}' is not found`);
  const protocolVersion = checkProtocolVersion(protocol, parameters.ProtocolVersion);
  const ipAddressType = parameters.IpAddressType ?? "ipv4";
  if (ipAddressType !== "ipv4" && ipAddressType !== "ipv6") {
    throw notInEnum(ipAddressType, "ipAddressType", ["ipv4", "ipv6"]);
  }
  return {
    protocol,
    ...defined({ protocolVersion }),
    port,
    vpcId,
    targetType,
    ipAddressType,
    healthCheck: withHealthCheck(protocol, defaultHealthCheck(protocol, protocolVersion), parameters),
  };
}

function checkProtocol(protocol: string | undefined): ListenerProtocol {
  if (protocol === undefined) throw validationError("A protocol must be specified");
  if (!PROTOCOLS.includes(protocol)) throw notInEnum(protocol, "protocol", PROTOCOLS);
  const known = simulatedProtocol(protocol);
  if (known === undefined) {
    throw new NotSimulated("elasticloadbalancing:CreateTargetGroup", `Protocol ${protocol}`);
  }
  return known;
}

function checkProtocolVersion(protocol: ListenerProtocol, version: string | undefined): string | undefined {
  if (!isApplicationProtocol(protocol)) {
    if (version === undefined) return undefined;
    throw new NotSimulated("elasticloadbalancing:CreateTargetGroup", `ProtocolVersion with ${protocol}`);
  }
  if (version !== undefined && !PROTOCOL_VERSIONS.includes(version)) {
    throw notInEnum(version, "protocolVersion", PROTOCOL_VERSIONS);
  }
  return version ?? "HTTP1";
}

function sameSettings(record: TargetGroupRecord, settings: Settings): boolean {
  const present: Settings = {
    protocol: record.protocol,
    ...defined({ protocolVersion: record.protocolVersion }),
    port: record.port,
    vpcId: record.vpcId,
    targetType: record.targetType,
    ipAddressType: record.ipAddressType,
    healthCheck: record.healthCheck,
  };
  return JSON.stringify(present) === JSON.stringify(settings);
}

interface DescribeTargetGroupsInput {
  readonly LoadBalancerArn?: string | undefined;
  readonly TargetGroupArns?: readonly string[] | undefined;
  readonly Names?: readonly string[] | undefined;
}

export const describeTargetGroups = operation<DescribeTargetGroupsInput, TargetGroupsOutput>({
  run(cloud, { LoadBalancerArn: loadBalancerArn, TargetGroupArns: arns, Names: names }) {
    if ([loadBalancerArn, arns, names].filter((filter) => filter !== undefined).length > 1) {
      throw validationError(
        "Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time",
      );
    }
    const all = elbv2State(cloud)
      .targetGroups.values()
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    let found = all;
    if (loadBalancerArn !== undefined) {
      elbv2State(cloud).loadBalancers.get(loadBalancerArn);
      found = all.filter(({ arn }) => loadBalancersOf(elbv2State(cloud), arn).includes(loadBalancerArn));
    } else if (arns !== undefined || names !== undefined) {
      found = all.filter(({ arn, name }) => arns?.includes(arn) === true || names?.includes(name) === true);
      if (found.length < new Set(arns ?? names).size) {
        throw new AwsError("TargetGroupNotFound", "One or more target groups not found");
      }
    }
    return { TargetGroups: found.map((record) => describe(cloud, record)) };
  },
});

interface ModifyTargetGroupInput extends HealthCheckInput {
  readonly TargetGroupArn: string;
}

export const modifyTargetGroup = operation<ModifyTargetGroupInput, TargetGroupsOutput>({
  authorize: (cloud, { TargetGroupArn }) => onResources(cloud, "ModifyTargetGroup", [TargetGroupArn]),
  run(cloud, parameters) {
    const record = elbv2State(cloud).targetGroups.get(parameters.TargetGroupArn);
    record.healthCheck = withHealthCheck(record.protocol, record.healthCheck, parameters);
    return { TargetGroups: [describe(cloud, record)] };
  },
});

export const deleteTargetGroup = operation<TargetGroupArnInput, object>({
  authorize: (cloud, { TargetGroupArn }) => onResources(cloud, "DeleteTargetGroup", [TargetGroupArn]),
  run(cloud, { TargetGroupArn: arn }) {
    // Deleting what is not there succeeds: terraform-provider-aws relies on it.
    if (!elbv2State(cloud).targetGroups.has(arn)) return {};
    if (loadBalancersOf(elbv2State(cloud), arn).length > 0) {
      throw new AwsError(
        "ResourceInUse",
        `Target group '${arn}' is currently in use by a listener or a rule`,
      );
    }
    elbv2State(cloud).targetGroups.delete(arn);
    stopHealthChecks(cloud, arn);
    return {};
  },
});

/** The target group as the API shows it. */
export function describe(cloud: Cloud, record: TargetGroupRecord): TargetGroup {
  const { healthCheck } = record;
  return {
    TargetGroupArn: record.arn,
    TargetGroupName: record.name,
    Protocol: record.protocol,
    Port: record.port,
    VpcId: record.vpcId,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckPort: healthCheck.port,
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    ...defined({ HealthCheckPath: healthCheck.path, Matcher: healthCheck.matcher }),
    LoadBalancerArns: loadBalancersOf(elbv2State(cloud), record.arn),
    TargetType: record.targetType,
    ...defined({ ProtocolVersion: record.protocolVersion }),
    IpAddressType: record.ipAddressType,
  };
}
