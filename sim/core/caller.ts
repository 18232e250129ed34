/** Who makes a call. */
export type Caller =
  /**
   * An administrator of the account, as Pulumi is: every action is allowed. `principalArn` is the role's where `arn` is
   * that of a session.
   */
  | { readonly kind: "administrator"; readonly arn: string; readonly principalArn?: string }
  /** An AWS service acting for the account (`eks.amazonaws.com`): every action is allowed. */
  | { readonly kind: "service"; readonly arn: string }
  /** A role session; allowed is what the policies attached to the role allow at the time of the call. */
  | { readonly kind: "session"; readonly arn: string; readonly roleName: string }
  /** No credentials: for AssumeRoleWithWebIdentity only. */
  | { readonly kind: "anonymous"; readonly arn: string };
