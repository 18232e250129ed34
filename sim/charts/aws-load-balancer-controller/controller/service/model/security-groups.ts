import type { IpPermission } from "../../../../../aws/ec2/ip-permission.ts";
import {
  identityOf,
  MANAGED_SECURITY_GROUP,
  MANAGED_SECURITY_GROUP_DESCRIPTION,
  type Reference,
  type SecurityGroupResource,
} from "../../model.ts";
import { ownSecurityGroupName } from "../../names.ts";
import { resolveSecurityGroups } from "../../networking/security-group-names.ts";
import { booleanOf, listOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";
import { serviceTags } from "./tags.ts";

/** The security groups of a Service's load balancer. */
export interface ServiceSecurityGroups {
  readonly references: readonly Reference[];
  /** The one that the controller manages, if it does. */
  readonly managed?: SecurityGroupResource;
  /** Source of the rules that let the load balancer reach its targets; none: security groups are left alone. */
  readonly backendSource?: Reference;
  readonly usesBackendGroup: boolean;
}

/** Facts: pkg/service/model_build_load_balancer.go, model_build_managed_sg.go. */
export function buildSecurityGroups(context: BuildContext): ServiceSecurityGroups {
  const { annotations, aws, config } = context;
  const named = listOf(annotations, "aws-load-balancer-security-groups") ?? [];
  if (named.length === 0) {
    const managed = managedGroup(context);
    const own: Reference = { resource: MANAGED_SECURITY_GROUP };
    return config.enableBackendSecurityGroup
      ? { ...withBackendGroup(context, [own]), managed }
      : { references: [own], managed, backendSource: own, usesBackendGroup: false };
  }
  const managesRules =
    booleanOf(annotations, "aws-load-balancer-manage-backend-security-group-rules") ??
    config.enableManageBackendSecurityGroupRules;
  const references = resolveSecurityGroups(aws, config.vpcId, named).map((id) => ({ id }));
  if (!managesRules) return { references, usesBackendGroup: false };
  if (!config.enableBackendSecurityGroup) {
    throw new Error(
      "backendSG feature is required to manage worker node SG rules when frontendSG is manually specified",
    );
  }
  return withBackendGroup(context, references);
}

function withBackendGroup(
  { backendSecurityGroup, service }: BuildContext,
  references: readonly Reference[],
): ServiceSecurityGroups {
  const backendSource = { id: backendSecurityGroup.get([service]) };
  return { references: [...references, backendSource], backendSource, usesBackendGroup: true };
}

function managedGroup(context: BuildContext): SecurityGroupResource {
  const { config, service } = context;
  return {
    resourceId: MANAGED_SECURITY_GROUP,
    name: ownSecurityGroupName(config.clusterName, identityOf(service)),
    description: MANAGED_SECURITY_GROUP_DESCRIPTION,
    tags: serviceTags(context),
    ingress: clientPermissions(context),
  };
}

/** One rule for each port and range of clients' addresses. */
function clientPermissions(context: BuildContext): IpPermission[] {
  const ranges = sourceRanges(context);
  return (context.service.spec.ports ?? []).flatMap(({ port, protocol }) =>
    ranges.map((CidrIp) => ({
      IpProtocol: protocol.toLowerCase(),
      FromPort: port,
      ToPort: port,
      IpRanges: [{ CidrIp }],
    })),
  );
}

function sourceRanges({ annotations, service }: BuildContext): readonly string[] {
  const ofSpec = service.spec.loadBalancerSourceRanges ?? [];
  const ranges = ofSpec.length > 0 ? ofSpec : (listOf(annotations, "load-balancer-source-ranges") ?? []);
  const ipv6 = ranges.find((range) => range.includes(":"));
  if (ipv6 !== undefined) throw new Error(`unsupported v6 cidr ${ipv6} when lb is not dualstack`);
  return ranges.length > 0 ? ranges : ["0.0.0.0/0"];
}
