import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type { Tag } from "../tags.ts";
import type { LoggingConfiguration, WebAclSettings } from "./rules.ts";

/** A web ACL or a set of addresses, with what makes it one. */
export interface LockedRecord<Contents extends object> {
  readonly ARN: string;
  readonly Id: string;
  readonly Name: string;
  /** A new one after each change; who changes it names the one that it saw. */
  LockToken: string;
  Tags: readonly Tag[];
  contents: Contents;
}

export interface Addresses {
  readonly Addresses: readonly string[];
}

/** Regional AWS WAFv2 objects of the account, by their ARNs. */
export class Wafv2State {
  readonly webAcls = new Table<LockedRecord<WebAclSettings>>(notThere);
  readonly ipSets = new Table<LockedRecord<Addresses>>(notThere);
  /** Web ACLs by the ARN of the load balancer. */
  readonly associations = new Table<{ readonly webAclArn: string }>(notThere);
  /** By the ARN of the web ACL. */
  readonly loggingConfigurations = new Table<LoggingConfiguration>(notThere);
}

export const wafv2State = cloudState(() => new Wafv2State());

/** Words of the exceptions: https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html */
const COULD_NOT = "AWS WAF couldn’t";
const REASONS = {
  Nonexistent: "perform the operation because your resource doesn’t exist.",
  Associated:
    "perform the operation because your resource is being used by another resource or it’s associated with another resource.",
  OptimisticLock:
    "save your changes because someone changed the resource after you started to edit it. Reapply your changes.",
  Duplicate: "perform the operation because some resource in your request is a duplicate of an existing one.",
};

export function refusal(reason: keyof typeof REASONS): AwsError {
  const suffix = reason === "OptimisticLock" ? "Exception" : "ItemException";
  return new AwsError(`WAF${reason}${suffix}`, `${COULD_NOT} ${REASONS[reason]}`);
}

function notThere(): AwsError {
  return refusal("Nonexistent");
}
