import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type { Tag } from "../tags.ts";

/** What web ACLs and sets of addresses have in common. */
interface Wafv2Record {
  readonly ARN: string;
  readonly Id: string;
  readonly Name: string;
  Description: string;
  /** A new one after each change; who changes it names the one that it saw. */
  LockToken: string;
  Tags: Tag[];
}

/** What a rule does with requests that it matches. */
export interface RuleAction {
  readonly Allow?: object;
  readonly Count?: object;
  readonly Block?: {
    readonly CustomResponse?: { readonly ResponseCode: number; readonly CustomResponseBodyKey?: string };
  };
}

/** A statement, by its only kind. The data plane knows what is in it. */
export interface Statement {
  readonly AndStatement?: object;
  readonly OrStatement?: object;
  readonly NotStatement?: object;
  readonly ByteMatchStatement?: object;
  readonly GeoMatchStatement?: object;
  readonly IPSetReferenceStatement?: object;
  readonly ManagedRuleGroupStatement?: object;
  readonly RateBasedStatement?: object;
  readonly SizeConstraintStatement?: object;
}

export interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Statement: Statement;
  readonly Action?: RuleAction;
  /** In place of `Action`, for a rule group: that it only counts, or does what its rules say. */
  readonly OverrideAction?: { readonly Count?: object; readonly None?: object };
  readonly VisibilityConfig: object;
}

/** What a web ACL does with requests. */
export interface WebAclSettings {
  readonly DefaultAction: RuleAction;
  readonly VisibilityConfig: { readonly MetricName?: string };
  readonly Rules?: readonly Rule[];
  readonly CustomResponseBodies?: Readonly<
    Record<string, { readonly ContentType: string; readonly Content: string }>
  >;
}

export interface WebAclRecord extends Wafv2Record {
  settings: WebAclSettings;
}

export interface IpSetRecord extends Wafv2Record {
  Addresses: readonly string[];
}

/** A resource with the web ACL that looks at its requests. */
export interface AssociationRecord {
  readonly webAclArn: string;
}

/** Regional AWS WAFv2 objects of the account. */
export class Wafv2State {
  readonly webAcls = new Table<WebAclRecord>(notThere);
  readonly ipSets = new Table<IpSetRecord>(notThere);
  /** By the ARN of the load balancer. */
  readonly associations = new Table<AssociationRecord>(notThere);
}

export const wafv2State = cloudState(() => new Wafv2State());

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html */
export function notThere(): AwsError {
  return new AwsError(
    "WAFNonexistentItemException",
    "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
  );
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html */
export function stillUsed(): AwsError {
  return new AwsError(
    "WAFAssociatedItemException",
    "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
  );
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html */
export function changedMeanwhile(): AwsError {
  return new AwsError(
    "WAFOptimisticLockException",
    "AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.",
  );
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html */
export function nameTaken(): AwsError {
  return new AwsError(
    "WAFDuplicateItemException",
    "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
  );
}
