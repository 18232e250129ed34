/** AWS partition, the second part of an ARN: `aws` (commercial regions), `aws-cn`, `aws-us-gov`, the isolated ones, EU. */
export type AwsPartition =
  "aws" | "aws-cn" | "aws-us-gov" | "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f" | "aws-eusc";

/** Operators and what they compare: `{ StringEquals: { "aws:SourceAccount": "111122223333" } }`. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface StatementBase {
  /** Says what the statement is for; letters and digits only. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Condition?: PolicyCondition;
}

/** Statement of a policy that is attached to an identity. */
export interface IdentityStatement extends StatementBase {
  readonly Resource: string | readonly string[];
}

/** Statement of a role's trust policy. */
export interface TrustStatement extends StatementBase {
  readonly Principal: { readonly Federated: string } | { readonly Service: string };
}

export interface PolicyDocument<Statement extends IdentityStatement | TrustStatement> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}
