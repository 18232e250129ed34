import { managedSecurityGroupName } from "../../names.ts";
import {
  MANAGED_SECURITY_GROUP,
  MANAGED_SECURITY_GROUP_DESCRIPTION,
  type Reference,
  type SecurityGroupResource,
} from "../../model.ts";
import { listenerPermissions } from "../../networking/listener-permissions.ts";
import { resolveSecurityGroups } from "../../networking/security-group-names.ts";
import { booleanOf, listOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";
import { goList } from "./group-setting.ts";
import type { ListenPort } from "./listen-ports.ts";
import { groupTags } from "./tags.ts";

/** The security groups of a load balancer. */
export interface LoadBalancerSecurityGroups {
  readonly references: readonly Reference[];
  /** The security group that the controller manages for this load balancer, if it does. */
  readonly managed?: SecurityGroupResource;
}

/**
 * Security groups of the load balancer: a managed one that lets clients in, or those of the annotation, and the
 * shared backend group, from which the targets let traffic in. Facts: pkg/ingress/model_build_load_balancer.go,
 * model_build_managed_sg.go.
 */
export function buildSecurityGroups(
  context: BuildContext,
  ports: ReadonlyMap<number, ListenPort>,
): LoadBalancerSecurityGroups {
  const { config, aws } = context;
  const named = namedGroups(context);
  if (named === undefined) {
    const managed = managedGroup(context, ports);
    const own: Reference = { resource: MANAGED_SECURITY_GROUP };
    if (!config.enableBackendSecurityGroup) {
      context.backendSource = own;
      return { references: [own], managed };
    }
    return { references: [own, useBackendGroup(context)], managed };
  }
  const manageRules = managesBackendRules(context);
  const references: Reference[] = resolveSecurityGroups(aws, config.vpcId, named).map((id) => ({ id }));
  if (!manageRules) return { references };
  if (!config.enableBackendSecurityGroup) {
    throw new Error(
      "backendSG feature is required to manage worker node SG rules when frontendSG manually specified",
    );
  }
  return { references: [...references, useBackendGroup(context)] };
}

function useBackendGroup(context: BuildContext): Reference {
  const id = context.backendSecurityGroup.get(context.group.members.map(({ ingress }) => ingress));
  const reference = { id };
  context.backendSource = reference;
  context.usesBackendSecurityGroup = true;
  return reference;
}

function namedGroups({ group }: BuildContext): readonly string[] | undefined {
  const lists = group.members.flatMap(({ ingress }) => {
    const list = listOf(ingress.metadata.annotations, "security-groups");
    return list === undefined ? [] : [list];
  });
  const [first, ...others] = lists;
  const different = others.find((list) => JSON.stringify(list) !== JSON.stringify(first));
  if (first !== undefined && different !== undefined) {
    throw new Error(`conflicting securityGroups: ${goList(first)} | ${goList(different)}`);
  }
  return first === undefined || first.length === 0 ? undefined : first;
}

function managesBackendRules({ config, group }: BuildContext): boolean {
  const flags = new Set(
    group.members.flatMap(
      ({ ingress }) => booleanOf(ingress.metadata.annotations, "manage-backend-security-group-rules") ?? [],
    ),
  );
  if (flags.size > 1) throw new Error("conflicting manage backend security group rules settings");
  const [flag] = flags;
  return flag ?? config.enableManageBackendSecurityGroupRules;
}

function managedGroup(context: BuildContext, ports: ReadonlyMap<number, ListenPort>): SecurityGroupResource {
  const { config, group, ipAddressType } = context;
  return {
    resourceId: MANAGED_SECURITY_GROUP,
    name: managedSecurityGroupName(config.clusterName, group.id),
    description: MANAGED_SECURITY_GROUP_DESCRIPTION,
    tags: groupTags(config, group.members),
    ingress: [...ports.values()].flatMap((port) => listenerPermissions(port, ipAddressType !== "ipv4")),
  };
}
