import type { Cloud } from "../../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import type { Tag } from "../../tags.ts";
import { wafv2State } from "../../wafv2/state.ts";
import { LOAD_BALANCER_TYPES, loadBalancerArn, loadBalancerType, type LoadBalancerType } from "../arns.ts";
import { onCreate, onResources } from "../authorization.ts";
import { notInEnum } from "../errors.ts";
import { scheduleHealthChecks } from "../health/health-checks.ts";
import { hostedZoneId } from "./hosted-zones.ts";
import { deleteListenerWithRules } from "../listener/listener.ts";
import { loadBalancerAttributes, deletionProtected } from "./attributes.ts";
import { addInterface, releaseInterfaces } from "./network-interfaces.ts";
import { checkIpAddressType, mappingOf, resolveSecurityGroups, resolveSubnets } from "./placement.ts";
import { checkName, NAME_KINDS } from "../names.ts";
import type { LoadBalancerRecord } from "../records.ts";
import type { LoadBalancerArnInput } from "../requests.ts";
import type { LoadBalancer, SubnetMapping } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { withTags } from "../tags.ts";
import { targetGroupsOf } from "../target-group/usage.ts";

/**
 * Until a new load balancer is active: two to three minutes, as users of the controller and of Terraform report
 * (an estimate; AWS gives no figure).
 */
const PROVISIONING_MS = 150_000;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_LOAD_BALANCERS = 50;

export interface CreateLoadBalancerInput {
  readonly Name: string;
  readonly Subnets?: readonly string[] | undefined;
  readonly SubnetMappings?: readonly SubnetMapping[] | undefined;
  readonly SecurityGroups?: readonly string[] | undefined;
  readonly Scheme?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly Type?: string | undefined;
  readonly IpAddressType?: string | undefined;
  readonly EnablePrefixForIpv6SourceNat?: string | undefined;
}

export interface LoadBalancersOutput {
  readonly LoadBalancers: readonly LoadBalancer[];
}

export const createLoadBalancer = operation<CreateLoadBalancerInput, LoadBalancersOutput>({
  authorize(cloud, { Name, Tags, Type }) {
    const arn = loadBalancerArn(cloud, checkType(Type), Name, "*");
    return onCreate(cloud, "CreateLoadBalancer", { created: arn, tags: Tags });
  },
  run(cloud, parameters) {
    const { Name: name, Scheme: scheme = "internet-facing" } = parameters;
    const type = checkType(parameters.Type);
    if (parameters.EnablePrefixForIpv6SourceNat === "on") {
      throw new NotSimulated("elasticloadbalancing:CreateLoadBalancer", "EnablePrefixForIpv6SourceNat");
    }
    if (scheme !== "internet-facing" && scheme !== "internal") {
      throw notInEnum(scheme, "scheme", ["internet-facing", "internal"]);
    }
    checkName(NAME_KINDS.loadBalancer, name);
    const tags = withTags([], parameters.Tags ?? []);
    const subnets = resolveSubnets(cloud, parameters, { type, scheme });
    const vpcId = subnets[0]!.VpcId;
    const securityGroups = resolveSecurityGroups(cloud, type, parameters.SecurityGroups, vpcId);
    const ipAddressType = parameters.IpAddressType ?? "ipv4";
    checkIpAddressType(ipAddressType);

    const existing = elbv2State(cloud).loadBalancers.where((other) => other.name === name)[0];
    if (existing !== undefined) {
      const same =
        loadBalancerType(existing.arn) === type &&
        existing.scheme === scheme &&
        existing.ipAddressType === ipAddressType &&
        sameMembers(existing.securityGroups, securityGroups) &&
        sameMembers(
          existing.subnets.map(({ subnetId }) => subnetId),
          subnets.map(({ SubnetId }) => SubnetId),
        );
      if (same) return { LoadBalancers: [describe(cloud, existing)] };
      throw new AwsError(
        "DuplicateLoadBalancerName",
        `A load balancer with the same name '${name}' exists, but with different settings`,
      );
    }
    if (elbv2State(cloud).loadBalancers.size >= MAX_LOAD_BALANCERS) {
      throw new AwsError("TooManyLoadBalancers", "The maximum number of load balancers has been reached");
    }

    const id = cloud.ids.hex(16);
    const arn = loadBalancerArn(cloud, type, name, id);
    const record = elbv2State(cloud).loadBalancers.set(arn, {
      arn,
      name,
      dnsName: type === "network" ? networkDnsName(cloud, name, id) : dnsName(cloud, name, scheme),
      scheme,
      vpcId,
      createdAt: cloud.clock.now(),
      state: "provisioning",
      subnets: subnets.map(({ SubnetId }) =>
        addInterface(cloud, arn, SubnetId, securityGroups, mappingOf(parameters, SubnetId)),
      ),
      securityGroups,
      ipAddressType,
      attributes: loadBalancerAttributes.defaultsOf({ arn }),
      tags,
    });
    activateLater(cloud, record);
    return { LoadBalancers: [describe(cloud, record)] };
  },
});

/** @throws AwsError, NotSimulated */
function checkType(type = "application"): LoadBalancerType {
  const known = LOAD_BALANCER_TYPES.find((candidate) => candidate === type);
  if (known === undefined) throw new NotSimulated("elasticloadbalancing:CreateLoadBalancer", `Type ${type}`);
  return known;
}

/** Makes a provisioning load balancer active in due time, also after a saved world was loaded. */
export function activateLater(cloud: Cloud, { arn, createdAt }: LoadBalancerRecord): void {
  cloud.clock.schedule(createdAt + PROVISIONING_MS - cloud.clock.now(), () => {
    const record = elbv2State(cloud).loadBalancers.find(arn);
    if (record?.state !== "provisioning") return;
    record.state = "active";
    for (const targetGroup of targetGroupsOf(elbv2State(cloud), arn))
      scheduleHealthChecks(cloud, targetGroup);
  });
}

interface DescribeLoadBalancersInput {
  readonly LoadBalancerArns?: readonly string[] | undefined;
  readonly Names?: readonly string[] | undefined;
}

export const describeLoadBalancers = operation<DescribeLoadBalancersInput, LoadBalancersOutput>({
  run(cloud, { LoadBalancerArns: arns, Names: names }) {
    const all = elbv2State(cloud).loadBalancers.values();
    if (arns === undefined && names === undefined) {
      return { LoadBalancers: all.map((record) => describe(cloud, record)) };
    }
    const found = all.filter(
      ({ arn, name }) => arns?.includes(arn) === true || names?.includes(name) === true,
    );
    if (arns !== undefined && found.length < new Set(arns).size) {
      throw new AwsError("LoadBalancerNotFound", "One or more load balancers not found");
    }
    const unknown = names?.filter((name) => !found.some((record) => record.name === name)) ?? [];
    if (unknown.length > 0) {
      throw new AwsError("LoadBalancerNotFound", `Load balancers '[${unknown.join(", ")}]' not found`);
    }
    return { LoadBalancers: found.map((record) => describe(cloud, record)) };
  },
});

export const deleteLoadBalancer = operation<LoadBalancerArnInput, object>({
  authorize: (cloud, { LoadBalancerArn }) => onResources(cloud, "DeleteLoadBalancer", [LoadBalancerArn]),
  run(cloud, { LoadBalancerArn: arn }) {
    const record = elbv2State(cloud).loadBalancers.find(arn);
    // Deleting what is not there succeeds:
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
    if (record === undefined) return {};
    if (deletionProtected(record)) {
      throw new AwsError(
        "OperationNotPermitted",
        `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
      );
    }
    for (const listener of elbv2State(cloud).listeners.where(
      ({ loadBalancerArn }) => loadBalancerArn === arn,
    )) {
      deleteListenerWithRules(cloud, listener.arn);
    }
    elbv2State(cloud).loadBalancers.delete(arn);
    wafv2State(cloud).associations.delete(arn);
    releaseInterfaces(cloud, record.subnets);
    return {};
  },
});

/** The load balancer as the API shows it. */
export function describe(cloud: Cloud, record: LoadBalancerRecord): LoadBalancer {
  const type = loadBalancerType(record.arn);
  return {
    LoadBalancerArn: record.arn,
    DNSName: record.dnsName,
    CanonicalHostedZoneId: hostedZoneId(cloud.region, type),
    CreatedTime: new Date(record.createdAt),
    LoadBalancerName: record.name,
    Scheme: record.scheme,
    VpcId: record.vpcId,
    State: { Code: record.state },
    Type: type,
    AvailabilityZones: record.subnets.map(({ subnetId, zoneName }) => ({
      ZoneName: zoneName,
      SubnetId: subnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: record.securityGroups,
    IpAddressType: record.ipAddressType,
  };
}

/** `NAME-1234567890.REGION.elb.amazonaws.com`, with `internal-` before it where it resolves to private addresses. */
function dnsName(cloud: Cloud, name: string, scheme: string): string {
  const digits =
    elbv2State(cloud).dnsNameDigits ?? String(Number.parseInt(cloud.ids.hex(12), 16)).slice(0, 10);
  const prefix = scheme === "internal" ? "internal-" : "";
  return `${prefix}${name}-${digits}.${cloud.region}.elb.${cloud.dnsSuffix}`;
}

/** `NAME-ID.elb.REGION.amazonaws.com`, with the id of the ARN, whether it resolves to public or private addresses. */
function networkDnsName(cloud: Cloud, name: string, id: string): string {
  const digits = elbv2State(cloud).dnsNameDigits ?? id;
  return `${name}-${digits}.elb.${cloud.region}.${cloud.dnsSuffix}`;
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((member) => b.includes(member));
}
