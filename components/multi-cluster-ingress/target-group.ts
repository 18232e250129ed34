import type { ArgsCheck } from "../shared/args-check.ts";
import { checkReserved } from "../shared/reserved-names.ts";

/** How the target group hands out requests, and how it lets targets come and go. */
export interface TargetGroupArgs {
  /**
   * Seconds that a target which is being removed still gets to answer requests in flight, from 0 to 3600. The pods must
   * live that long after they were told to stop: those of other stacks do from their next update on.
   * @default 30
   */
  readonly deregistrationDelaySeconds?: number;
  /**
   * Seconds over which a new target's share of requests grows to the full one: 0, or from 30 to 900. Only with the
   * algorithm `round_robin`.
   * @default 0 - the full share at once
   */
  readonly slowStartSeconds?: number;
  /**
   * Which target gets the next request.
   * @default "round_robin"
   */
  readonly algorithm?: "round_robin" | "least_outstanding_requests" | "weighted_random";
  /**
   * Whether targets that answer unusually many requests with errors get fewer. Only with `weighted_random`.
   * @default false
   */
  readonly anomalyMitigation?: boolean;
  /**
   * Whether a client keeps coming back to the same target, and so to the same cluster.
   * @default - every request may go to another target
   */
  readonly stickiness?: LoadBalancerCookie | ApplicationCookie;
}

/** A cookie that the load balancer makes. */
export interface LoadBalancerCookie {
  readonly type: "lb_cookie";
  /** Seconds, from 1 to 604800 (a week). */
  readonly durationSeconds: number;
}

/** A cookie that the application makes. */
export interface ApplicationCookie {
  readonly type: "app_cookie";
  /** Name of the application's cookie; not beginning with AWSALB. */
  readonly cookieName: string;
  /** Seconds, from 1 to 604800 (a week). */
  readonly durationSeconds: number;
}

export type ResolvedTargetGroup = Required<Omit<TargetGroupArgs, "stickiness">> &
  Pick<TargetGroupArgs, "stickiness">;

export function resolveTargetGroup(args: TargetGroupArgs = {}): ResolvedTargetGroup {
  return {
    deregistrationDelaySeconds: args.deregistrationDelaySeconds ?? 30,
    slowStartSeconds: args.slowStartSeconds ?? 0,
    algorithm: args.algorithm ?? "round_robin",
    anomalyMitigation: args.anomalyMitigation ?? false,
    ...(args.stickiness === undefined ? {} : { stickiness: args.stickiness }),
  };
}

/** Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
export function checkTargetGroup(check: ArgsCheck, path: string, args: ResolvedTargetGroup): void {
  check.integer(`${path}.deregistrationDelaySeconds`, args.deregistrationDelaySeconds, {
    min: 0,
    max: 3_600,
  });
  check.oneOf(`${path}.algorithm`, args.algorithm, [
    "round_robin",
    "least_outstanding_requests",
    "weighted_random",
  ]);
  if (args.slowStartSeconds !== 0) {
    check.integer(`${path}.slowStartSeconds`, args.slowStartSeconds, { min: 30, max: 900 });
    if (args.algorithm !== "round_robin") {
      check.add(`${path}.slowStartSeconds`, `does not go with algorithm ${args.algorithm}; use round_robin`);
    }
  }
  if (args.anomalyMitigation && args.algorithm !== "weighted_random") {
    check.add(
      `${path}.anomalyMitigation`,
      `does not go with algorithm ${args.algorithm}; use weighted_random`,
    );
  }
  const { stickiness } = args;
  if (stickiness === undefined) return;
  check.oneOf(`${path}.stickiness.type`, stickiness.type, ["lb_cookie", "app_cookie"]);
  check.integer(`${path}.stickiness.durationSeconds`, stickiness.durationSeconds, { min: 1, max: 604_800 });
  if (stickiness.type === "app_cookie") {
    check.text(
      `${path}.stickiness.cookieName`,
      stickiness.cookieName,
      /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
      "the name of a cookie",
    );
    checkReserved(check, `${path}.stickiness.cookieName`, "cookie", stickiness.cookieName);
  }
}

/**
 * Every attribute, also those at their AWS default: the controller leaves alone an attribute that is no longer named,
 * so that a setting would stay after it is taken away.
 */
export function targetGroupAttributes(args: ResolvedTargetGroup): Record<string, string> {
  const { stickiness } = args;
  return {
    "deregistration_delay.timeout_seconds": String(args.deregistrationDelaySeconds),
    "slow_start.duration_seconds": String(args.slowStartSeconds),
    "load_balancing.algorithm.type": args.algorithm,
    "load_balancing.algorithm.anomaly_mitigation": args.anomalyMitigation ? "on" : "off",
    "stickiness.enabled": String(stickiness !== undefined),
    ...(stickiness === undefined ? {} : { "stickiness.type": stickiness.type }),
    ...(stickiness?.type === "lb_cookie"
      ? { "stickiness.lb_cookie.duration_seconds": String(stickiness.durationSeconds) }
      : {}),
    ...(stickiness?.type === "app_cookie"
      ? {
          "stickiness.app_cookie.cookie_name": stickiness.cookieName,
          "stickiness.app_cookie.duration_seconds": String(stickiness.durationSeconds),
        }
      : {}),
  };
}
