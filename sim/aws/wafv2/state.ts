import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";

/** A web ACL; what it does to requests is not simulated. */
export interface WebAclRecord {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** A resource with the web ACL that looks at its requests. */
export interface AssociationRecord {
  readonly webAclArn: string;
}

/** Regional AWS WAFv2 objects of the account. */
export class Wafv2State {
  readonly webAcls = new Table<WebAclRecord>(notThere);
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
