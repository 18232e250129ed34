import type { IpPermission } from "../../../../aws/ec2/ip-permission.ts";
import type { Pod } from "../../../../kubernetes/objects.ts";
import type { ControllerConfig } from "../config.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  namespacedName,
  TARGET_GROUP_BINDING,
  type BindingNetworking,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import type { InterfaceInfo, Interfaces } from "../networking/interfaces.ts";
import { permissionsFor } from "../networking/binding-permissions.ts";
import { restrictPermissions, uniquePermissions } from "../networking/permission-aggregation.ts";
import type { SecurityGroupRules } from "../networking/security-group-rules.ts";
import type { NodeEndpoint, PodEndpoint } from "./endpoints.ts";

type PermissionsByGroup = ReadonlyMap<string, readonly IpPermission[]>;

/**
 * Lets load balancers reach targets: rules on the security groups of the targets' network interfaces, together for
 * all bindings of the cluster. Rules are taken away only when this process has worked out what every binding needs.
 * Facts: pkg/networking/networking_manager.go.
 */
export class BindingNetworkingManager {
  readonly #reader: KubeReader;
  readonly #config: ControllerConfig;
  readonly #interfaces: Interfaces;
  readonly #rules: SecurityGroupRules;
  /** What each binding needs, by its key. */
  readonly #needed = new Map<string, PermissionsByGroup>();
  /** Security groups that may have the controller's rules. */
  readonly #tracked = new Set<string>();
  #clusterGroupsFound = false;

  constructor(
    reader: KubeReader,
    config: ControllerConfig,
    interfaces: Interfaces,
    rules: SecurityGroupRules,
  ) {
    this.#reader = reader;
    this.#config = config;
    this.#interfaces = interfaces;
    this.#rules = rules;
  }

  /** For pods. Without `spec.networking` nothing is added. */
  reconcilePods(binding: TargetGroupBinding, endpoints: readonly PodEndpoint[]): void {
    const { networking } = binding.spec;
    this.#reconcile(
      binding,
      networking === undefined ? new Map() : this.#neededByPods(networking, endpoints),
    );
  }

  reconcileNodes(binding: TargetGroupBinding, endpoints: readonly NodeEndpoint[]): void {
    const { networking } = binding.spec;
    this.#reconcile(
      binding,
      networking === undefined ? new Map() : this.#neededByNodes(networking, endpoints),
    );
  }

  /** The binding needs nothing any more. */
  cleanUp(binding: TargetGroupBinding): void {
    this.#reconcile(binding, new Map());
  }

  /** Removes labelled rules from security groups that no binding needs. */
  collectUnused(): void {
    if (this.#knowsAll()) this.#revokeUnused(this.#aggregated());
  }

  #neededByPods(networking: BindingNetworking, endpoints: readonly PodEndpoint[]): PermissionsByGroup {
    const podsByGroup = new Map<string, Pod[]>();
    for (const [pod, info] of this.#interfaces.ofPods(endpoints.map(({ pod }) => pod))) {
      const groupId = this.#securityGroupOf(info);
      podsByGroup.set(groupId, [...(podsByGroup.get(groupId) ?? []), pod]);
    }
    return new Map([...podsByGroup].map(([groupId, pods]) => [groupId, permissionsFor(networking, pods)]));
  }

  #neededByNodes(networking: BindingNetworking, endpoints: readonly NodeEndpoint[]): PermissionsByGroup {
    const groupIds = this.#interfaces
      .ofNodes(endpoints.map(({ node }) => node))
      .map((info) => this.#securityGroupOf(info));
    const permissions = permissionsFor(networking, []);
    return new Map([...new Set(groupIds)].map((groupId) => [groupId, permissions]));
  }

  /** The interface's only security group, or the one of several with the cluster's tag. */
  #securityGroupOf({ id, securityGroupIds }: InterfaceInfo): string {
    const [only, ...others] = securityGroupIds;
    if (only !== undefined && others.length === 0) return only;
    const { clusterName, serviceTargetEniSecurityGroupTags } = this.#config;
    const clusterTag = `kubernetes.io/cluster/${clusterName}`;
    const extra = Object.entries(serviceTargetEniSecurityGroupTags).sort();
    const candidates = [...this.#rules.fetch(securityGroupIds).values()]
      .filter(({ tags }) => clusterTag in tags && extra.every(([key, value]) => tags[key] === value))
      .map((group) => group.id)
      .sort();
    const [chosen, ...more] = candidates;
    if (chosen !== undefined && more.length === 0) return chosen;
    const wanted =
      extra.length === 0
        ? clusterTag
        : `${clusterTag} and map[${extra.map(([key, value]) => `${key}:${value}`).join(" ")}]`;
    throw new Error(
      `expected exactly one securityGroup tagged with ${wanted} for eni ${id}, got: [${candidates.join(" ")}] (clusterName: ${clusterName})`,
    );
  }

  #reconcile(binding: TargetGroupBinding, needed: PermissionsByGroup): void {
    this.#needed.set(namespacedName(binding), needed);
    for (const groupId of needed.keys()) this.#tracked.add(groupId);
    const knowsAll = this.#knowsAll();
    const aggregated = this.#aggregated();
    const problems: string[] = [];
    let problem: unknown;
    for (const [groupId, permissions] of aggregated) {
      try {
        this.#rules.reconcile(groupId, permissions, { labelledOnly: true, authorizeOnly: !knowsAll });
      } catch (error) {
        problem = error;
        problems.push((error as Error).message);
      }
    }
    if (knowsAll) this.#revokeUnused(aggregated);
    if (problems.length === 1) throw problem;
    if (problems.length > 1) throw new Error(problems.join("\n"));
  }

  /** Whether the needs of every binding with networking are known; forgets bindings that are gone. */
  #knowsAll(): boolean {
    const bindings = this.#reader
      .list(TARGET_GROUP_BINDING)
      .filter(({ spec }) => spec.networking !== undefined);
    const keys = new Set(bindings.map(namespacedName));
    for (const key of this.#needed.keys()) if (!keys.has(key)) this.#needed.delete(key);
    return this.#needed.size === keys.size;
  }

  #aggregated(): PermissionsByGroup {
    const all = new Map<string, IpPermission[]>();
    for (const needed of this.#needed.values()) {
      for (const [groupId, permissions] of needed) {
        all.set(groupId, [...(all.get(groupId) ?? []), ...permissions]);
      }
    }
    const combine = this.#config.disableRestrictedSgRules ? uniquePermissions : restrictPermissions;
    return new Map([...all].map(([groupId, permissions]) => [groupId, combine(permissions)]));
  }

  #revokeUnused(used: PermissionsByGroup): void {
    for (const groupId of this.#possiblyOurs()) {
      if (used.has(groupId)) continue;
      try {
        this.#rules.reconcile(groupId, [], { labelledOnly: true });
      } catch (error) {
        if (!hasCode(error, "InvalidGroup.NotFound")) throw error;
        this.#tracked.delete(groupId);
      }
    }
  }

  /** Tracked groups, and once per process those that carry the cluster's tag. */
  #possiblyOurs(): readonly string[] {
    if (!this.#clusterGroupsFound) {
      const { clusterName, vpcId } = this.#config;
      const groups = this.#rules.find([
        { Name: `tag:kubernetes.io/cluster/${clusterName}`, Values: ["owned", "shared"] },
        { Name: "vpc-id", Values: [vpcId] },
      ]);
      for (const { id } of groups) this.#tracked.add(id);
      this.#clusterGroupsFound = true;
    }
    return [...this.#tracked];
  }
}
