import type { ArgsCheck } from "../shared/args-check.ts";
import { defined } from "../shared/defined.ts";
import {
  checkQuestion,
  codesForm,
  HEALTH_CHECK_DEFAULTS,
  TRAFFIC_PORT,
} from "../shared/load-balancer/health-check.ts";

/** Protocols that a Network Load Balancer checks targets by. */
export const NLB_HEALTH_CHECK_PROTOCOLS = ["TCP", "HTTP", "HTTPS"] as const;

/** Defaults of {@link NlbHealthCheckArgs}: the controller's. */
export const NLB_HEALTH_CHECK_DEFAULTS = {
  protocol: "TCP",
  port: TRAFFIC_PORT,
  path: HEALTH_CHECK_DEFAULTS.path,
  successCodes: "200-399",
  intervalSeconds: 10,
  timeoutSeconds: 10,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
} as const satisfies NlbHealthCheckArgs;

/** How the load balancer finds out which targets can serve. */
export interface NlbHealthCheckArgs {
  /**
   * By `TCP` a target is healthy that takes a connection. Another one is another target group.
   * @default "TCP"
   */
  readonly protocol?: (typeof NLB_HEALTH_CHECK_PROTOCOLS)[number];
  /**
   * Port that it asks on, by TCP also where the traffic is UDP.
   * @default "traffic-port" - the one that targets serve on
   */
  readonly port?: number | typeof TRAFFIC_PORT;
  /**
   * Path that it asks for by HTTP and HTTPS; begins with `/`.
   * @default "/"
   */
  readonly path?: string;
  /**
   * Status codes of a healthy target, between 200 and 599: one, a list or a range.
   * @default "200-399"
   */
  readonly successCodes?: string;
  /**
   * Seconds between two checks of a target, from 5 to 300. Another number is another target group.
   * @default 10
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds without answer after which a check counts as failed, from 2 to 120; not more than `intervalSeconds`.
   * @default 10 - or as many as `intervalSeconds`, if these are fewer
   */
  readonly timeoutSeconds?: number;
  /**
   * Successful checks in a row that make a target healthy, from 2 to 10.
   * @default 3
   */
  readonly healthyThreshold?: number;
  /**
   * Failed checks in a row that make a target unhealthy, from 2 to 10.
   * @default 3
   */
  readonly unhealthyThreshold?: number;
}

export type ResolvedNlbHealthCheck = Required<NlbHealthCheckArgs>;

export function resolveNlbHealthCheck(args: NlbHealthCheckArgs = {}): ResolvedNlbHealthCheck {
  const { intervalSeconds = NLB_HEALTH_CHECK_DEFAULTS.intervalSeconds } = args;
  const timeoutSeconds = Math.min(NLB_HEALTH_CHECK_DEFAULTS.timeoutSeconds, intervalSeconds);
  return { ...NLB_HEALTH_CHECK_DEFAULTS, timeoutSeconds, ...defined(args) };
}

const SUCCESS_CODES = codesForm(
  "[2-5]\\d\\d",
  "status codes between 200 and 599, e.g. 200, 200,204 or 200-399",
);

/**
 * Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 *
 * @param given which of the args are not there by default.
 */
export function checkNlbHealthCheck(
  check: ArgsCheck<ResolvedNlbHealthCheck>,
  given: NlbHealthCheckArgs,
): void {
  const { protocol, timeoutSeconds, intervalSeconds } = check.args;
  check.oneOf("protocol", NLB_HEALTH_CHECK_PROTOCOLS);
  checkQuestion(check, SUCCESS_CODES);
  for (const key of (["path", "successCodes"] as const).filter((one) => given[one] !== undefined)) {
    if (protocol === "TCP")
      check.add(key, "is for protocol HTTP and HTTPS; give one of them, or leave it out");
  }
  if (timeoutSeconds > intervalSeconds) {
    check.add(
      "timeoutSeconds",
      `is ${timeoutSeconds}, more than intervalSeconds ${intervalSeconds}; lower it or raise the interval`,
    );
  }
}
