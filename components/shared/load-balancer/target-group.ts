import type { ArgsCheck } from "../args-check.ts";
import { defined } from "../defined.ts";
import type { Form } from "../forms.ts";
import { reservedReason } from "../reserved-names.ts";

/** What the load balancer sends requests to: pods, or nodes that pass them on. */
export const TARGET_TYPES = ["ip", "instance"] as const;

/** Protocols in which targets can serve. */
export const PROTOCOL_VERSIONS = ["HTTP1", "HTTP2", "GRPC"] as const;

/**
 * Target groups that a load balancer can have.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html; it is not adjustable.
 */
export const MAX_TARGET_GROUPS = 100;

/** How the next target can be chosen. */
export const ALGORITHMS = ["round_robin", "least_outstanding_requests", "weighted_random"] as const;

/** Who makes the cookie by which a client keeps its target. */
const STICKINESS_TYPES = ["lb_cookie", "app_cookie"] as const satisfies readonly Stickiness["type"][];

/** Defaults of {@link TargetGroupArgs}. */
export const TARGET_GROUP_DEFAULTS = {
  deregistrationDelaySeconds: 30,
  slowStartSeconds: 0,
  algorithm: "round_robin",
  anomalyMitigation: false,
  crossZone: true,
} as const satisfies TargetGroupArgs;

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
  readonly algorithm?: (typeof ALGORITHMS)[number];
  /**
   * Whether targets that answer unusually many requests with errors get fewer. Only with `weighted_random`.
   * @default false
   */
  readonly anomalyMitigation?: boolean;
  /**
   * Whether requests go to targets of all zones, whichever zone they came in by. Without it each zone needs targets enough of
   * its own.
   * @default true
   */
  readonly crossZone?: boolean;
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
  return { ...TARGET_GROUP_DEFAULTS, ...defined(args) };
}

const COOKIE_NAME: Form = [/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "the name of a cookie"];

/** Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
export function checkTargetGroup(check: ArgsCheck<ResolvedTargetGroup>): void {
  const { algorithm, slowStartSeconds, anomalyMitigation } = check.args;
  check.integer("deregistrationDelaySeconds", { min: 0, max: 3_600 });
  check.oneOf("algorithm", ALGORITHMS);
  if (slowStartSeconds !== 0) {
    check.integer("slowStartSeconds", { min: 30, max: 900 });
    if (algorithm !== "round_robin") {
      check.add("slowStartSeconds", `does not go with algorithm ${algorithm}; use round_robin`);
    }
  }
  if (anomalyMitigation && algorithm !== "weighted_random") {
    check.add("anomalyMitigation", `does not go with algorithm ${algorithm}; use weighted_random`);
  }
  checkStickiness(check.at("stickiness"));
}

type Stickiness = LoadBalancerCookie | ApplicationCookie;

function checkStickiness(check: ArgsCheck<Stickiness> | undefined): void {
  if (check === undefined) return;
  check.oneOf("type", STICKINESS_TYPES);
  check.integer("durationSeconds", { min: 1, max: 604_800 });
  if (check.args.type !== "app_cookie") return;
  check.text("cookieName", COOKIE_NAME);
  check.add("cookieName", reservedReason("cookie", check.args.cookieName));
}

/**
 * Every attribute, also those at their AWS default: the controller leaves alone an attribute that is no longer named,
 * so that a setting would stay after it is taken away.
 */
export function targetGroupAttributes(args: ResolvedTargetGroup): Record<string, string> {
  return {
    "deregistration_delay.timeout_seconds": String(args.deregistrationDelaySeconds),
    "slow_start.duration_seconds": String(args.slowStartSeconds),
    "load_balancing.algorithm.type": args.algorithm,
    "load_balancing.algorithm.anomaly_mitigation": args.anomalyMitigation ? "on" : "off",
    // A load balancer's own setting cannot be anything else than on.
    "load_balancing.cross_zone.enabled": args.crossZone ? "use_load_balancer_configuration" : "false",
    "stickiness.enabled": String(args.stickiness !== undefined),
    ...stickinessAttributes(args.stickiness),
  };
}

function stickinessAttributes(stickiness: Stickiness | undefined): Record<string, string> {
  if (stickiness === undefined) return {};
  const cookieName = stickiness.type === "app_cookie" ? stickiness.cookieName : undefined;
  return {
    "stickiness.type": stickiness.type,
    ...defined({ "stickiness.app_cookie.cookie_name": cookieName }),
    [`stickiness.${stickiness.type}.duration_seconds`]: String(stickiness.durationSeconds),
  };
}
