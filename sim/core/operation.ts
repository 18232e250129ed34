/**
 * AWS API operations of the simulated cloud. Everything that changes or reads an AWS object - a Pulumi resource,
 * the load balancer controller in a pod, EKS on a customer's behalf - goes through an operation: it is journalled,
 * authorised by IAM evaluation, and only then carried out.
 */
import type { Caller } from "./caller.ts";
import type { Cloud } from "./cloud.ts";

/** One (action, resource) pair that IAM must allow before an operation runs. */
export interface AuthorizationCheck {
  /** `ec2:CreateTags` */
  readonly action: string;
  /** ARNs the action is evaluated on; all must be allowed. */
  readonly resources: readonly string[];
  /** Condition keys of the request: `aws:RequestTag/k`, `aws:ResourceTag/k`, `ec2:CreateAction`, ... */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Parameters and results are spelled as the AWS SDK for JavaScript v3 spells them (`GroupId`, `IpPermissions`). */
export interface Operation<I, O> {
  /** What IAM must allow. The pair (operation, `*`) where omitted. */
  authorize?(cloud: Cloud, parameters: I): readonly AuthorizationCheck[];
  run(cloud: Cloud, parameters: I, caller: Caller): O;
}

/** Declares an operation; the identity function, for its types. */
export function operation<I, O>(definition: Operation<I, O>): Operation<I, O> {
  return definition;
}
