import type { IpPermission } from "../../../../aws/ec2/ip-permission.ts";
import type { Filter } from "../../../../aws/ec2/filters.ts";
import { tagMap } from "../../../../aws/tags.ts";
import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";
import { expandPermissions, isLabelled, missingPermissions } from "./permissions.ts";

/** A security group as the controller remembers it. */
export interface SecurityGroupInfo {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /** One peer each. */
  readonly ingress: readonly IpPermission[];
}

/** Which of the rules that are there the controller may touch. */
export interface RuleOptions {
  /** Touches only the controller's labelled rules; else all others go. */
  readonly labelledOnly: boolean;
  /** Only adds. */
  readonly authorizeOnly?: boolean;
}

const CACHE_MS = 600_000;

/** Errors that may come from a stale cache. */
const RETRY_CODES = [
  "InvalidPermission.Duplicate",
  "InvalidPermission.NotFound",
  "RulesPerSecurityGroupLimitExceeded",
];

/**
 * Reads security groups, remembering them for ten minutes, and brings their ingress rules to what is wanted.
 * Facts: pkg/networking/security_group_manager.go, security_group_reconciler.go.
 */
export class SecurityGroupRules {
  readonly #aws: Aws;
  readonly #cache: ExpiringCache<SecurityGroupInfo>;

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  /** By id. @throws SdkError when one does not exist. */
  fetch(ids: readonly string[]): ReadonlyMap<string, SecurityGroupInfo> {
    return this.#cache.getAll(
      ids,
      (missing) => new Map(this.#describe({ GroupIds: missing.sort() }).map((group) => [group.id, group])),
    );
  }

  find(filters: readonly Filter[]): readonly SecurityGroupInfo[] {
    return this.#describe({ Filters: filters });
  }

  /** Adds what is missing and removes what is too much. */
  reconcile(groupId: string, wanted: readonly IpPermission[], options: RuleOptions): void {
    try {
      this.#apply(this.#one(groupId), wanted, options, false);
    } catch (error) {
      if (!hasCode(error, ...RETRY_CODES)) throw error;
      this.#cache.delete(groupId);
      this.#apply(this.#one(groupId), wanted, options, hasCode(error, "RulesPerSecurityGroupLimitExceeded"));
    }
  }

  #one(groupId: string): SecurityGroupInfo {
    const group = this.fetch([groupId]).get(groupId);
    if (group === undefined) throw new Error(`couldn't fetch SecurityGroupInfos: [${groupId}]`);
    return group;
  }

  #apply(
    group: SecurityGroupInfo,
    wanted: readonly IpPermission[],
    { labelledOnly, authorizeOnly = false }: RuleOptions,
    revokeFirst: boolean,
  ): void {
    const toGrant = missingPermissions(wanted, group.ingress);
    const tooMuch = missingPermissions(group.ingress, wanted).filter(
      (permission) => !labelledOnly || isLabelled(permission),
    );
    const toRevoke = authorizeOnly ? [] : tooMuch;
    if (revokeFirst && toRevoke.length > 0) this.#revoke(group.id, toRevoke);
    if (toGrant.length > 0) {
      this.#aws.call("ec2", "AuthorizeSecurityGroupIngress", { GroupId: group.id, IpPermissions: toGrant });
      this.#cache.delete(group.id);
    }
    if (!revokeFirst && toRevoke.length > 0) this.#revoke(group.id, toRevoke);
  }

  #revoke(groupId: string, permissions: readonly IpPermission[]): void {
    this.#aws.call("ec2", "RevokeSecurityGroupIngress", { GroupId: groupId, IpPermissions: permissions });
    this.#cache.delete(groupId);
  }

  #describe(request: { GroupIds: readonly string[] } | { Filters: readonly Filter[] }): SecurityGroupInfo[] {
    const { SecurityGroups } = this.#aws.call("ec2", "DescribeSecurityGroups", request);
    return SecurityGroups.map((group) => {
      const info = {
        id: group.GroupId,
        tags: tagMap(group.Tags),
        ingress: expandPermissions(group.IpPermissions),
      };
      this.#cache.set(info.id, info);
      return info;
    });
  }
}
