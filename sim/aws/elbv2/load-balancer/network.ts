/** Changes of where a load balancer is and what protects it. */
import { NotSimulated } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import { loadBalancerType } from "../arns.ts";
import { onResources } from "../authorization.ts";
import { targetGroupUseChanged } from "../health/health-checks.ts";
import { describe } from "./load-balancer.ts";
import { addInterface, releaseInterfaces, setInterfaceGroups } from "./network-interfaces.ts";
import {
  checkIpAddressType,
  mappingOf,
  resolveSecurityGroups,
  resolveSubnets,
  type SubnetsInput,
} from "./placement.ts";
import type { LoadBalancerArnInput } from "../requests.ts";
import type { AvailabilityZone } from "../shapes.ts";
import { elbv2State } from "../state.ts";
import { targetGroupsOf } from "../target-group/usage.ts";

interface SetSecurityGroupsInput extends LoadBalancerArnInput {
  readonly SecurityGroups: readonly string[];
}

export const setSecurityGroups = operation<
  SetSecurityGroupsInput,
  { readonly SecurityGroupIds: readonly string[] }
>({
  authorize: (cloud, { LoadBalancerArn }) => onResources(cloud, "SetSecurityGroups", [LoadBalancerArn]),
  run(cloud, { LoadBalancerArn, SecurityGroups }) {
    const record = elbv2State(cloud).loadBalancers.get(LoadBalancerArn);
    const type = loadBalancerType(record.arn);
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
    if (type === "network" && record.securityGroups.length === 0) {
      throw new NotSimulated(
        "elasticloadbalancing:SetSecurityGroups",
        "a Network Load Balancer that was made without security groups cannot be given some later",
      );
    }
    const groups = resolveSecurityGroups(cloud, type, SecurityGroups, record.vpcId);
    setInterfaceGroups(cloud, record.subnets, groups);
    record.securityGroups = groups;
    return { SecurityGroupIds: groups };
  },
});

interface SetSubnetsInput extends LoadBalancerArnInput, SubnetsInput {
  readonly IpAddressType?: string | undefined;
}

export const setSubnets = operation<
  SetSubnetsInput,
  { readonly AvailabilityZones: readonly AvailabilityZone[]; readonly IpAddressType: string }
>({
  authorize: (cloud, { LoadBalancerArn }) => onResources(cloud, "SetSubnets", [LoadBalancerArn]),
  run(cloud, parameters) {
    const record = elbv2State(cloud).loadBalancers.get(parameters.LoadBalancerArn);
    if (parameters.IpAddressType !== undefined) checkIpAddressType(parameters.IpAddressType);
    const present = record.subnets.map(({ subnetId }) => subnetId);
    const wanted = resolveSubnets(cloud, parameters, {
      type: loadBalancerType(record.arn),
      scheme: record.scheme,
      present,
    });
    const left = record.subnets.filter(
      ({ subnetId }) => !wanted.some(({ SubnetId }) => SubnetId === subnetId),
    );
    record.subnets = wanted.map(
      ({ SubnetId }) =>
        record.subnets.find(({ subnetId }) => subnetId === SubnetId) ??
        addInterface(cloud, record.arn, SubnetId, record.securityGroups, mappingOf(parameters, SubnetId)),
    );
    releaseInterfaces(cloud, left);
    targetGroupUseChanged(
      cloud,
      targetGroupsOf(elbv2State(cloud), record.arn).map(({ arn }) => arn),
    );
    const { AvailabilityZones, IpAddressType } = describe(cloud, record);
    return { AvailabilityZones, IpAddressType };
  },
});

interface SetIpAddressTypeInput extends LoadBalancerArnInput {
  readonly IpAddressType: string;
}

export const setIpAddressType = operation<SetIpAddressTypeInput, { readonly IpAddressType: string }>({
  authorize: (cloud, { LoadBalancerArn }) => onResources(cloud, "SetIpAddressType", [LoadBalancerArn]),
  run(cloud, { LoadBalancerArn, IpAddressType }) {
    const record = elbv2State(cloud).loadBalancers.get(LoadBalancerArn);
    checkIpAddressType(IpAddressType);
    record.ipAddressType = IpAddressType;
    return { IpAddressType };
  },
});
