import { defined } from "../../shared/defined.ts";
import type { AwsPartition, IdentityStatement, PolicyCondition } from "../../shared/iam.ts";

/** What the policy is written for. */
export interface PolicyScope {
  /** Partition of the ARNs. */
  readonly partition: AwsPartition;
  /** Limits the rules on security groups that the controller did not make, the nodes', to this VPC. */
  readonly nodeSecurityGroupVpcArn?: string;
}

/** Tag that the controller puts on everything it makes; its value is the cluster's name. */
const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

/** The thing acted on carries the controller's tag, of whichever cluster. */
export const OWNED = { [`aws:ResourceTag/${CLUSTER_TAG}`]: "false" } as const;

/** The request brings the controller's tag. */
export const TAGS_AS_OWNED = { [`aws:RequestTag/${CLUSTER_TAG}`]: "false" } as const;

/** The request leaves the controller's tag alone: nobody can put it on, or take it off, later. */
export const LEAVES_OWNER_TAG = { [`aws:RequestTag/${CLUSTER_TAG}`]: "true" } as const;

/** Full names of a service's actions: `ec2:DescribeVpcs`. */
export function actionsOf(service: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}

/** A statement that allows `actions` on `resource`, everything by default. */
export function allow(
  sid: string,
  actions: readonly string[],
  limits: {
    readonly resource?: string | readonly string[];
    readonly condition?: PolicyCondition | undefined;
  } = {},
): IdentityStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: limits.resource ?? "*",
    ...defined({ Condition: limits.condition }),
  };
}
