/**
 * What a load balancer notes of a request that it answered, as in its access logs.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax
 */
export interface AccessLogEntry {
  /** The rule that took the request. */
  readonly ruleArn: string;
  /** Status of the answer. */
  readonly status: number;
  /** Whether a web ACL gave the answer, before the rule was carried out. */
  readonly blocked?: true;
  /** The target that answered; absent where the load balancer answered by itself. */
  readonly target?: LoggedTarget;
}

export interface LoggedTarget {
  readonly targetGroupArn: string;
  /** `ID:PORT` */
  readonly key: string;
}
