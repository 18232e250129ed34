import type { ArgsCheck } from "../args-check.ts";
import { defined } from "../defined.ts";
import {
  checkHealthCheck,
  resolveHealthCheck,
  type HealthCheckArgs,
  type ResolvedHealthCheck,
} from "./health-check.ts";
import {
  checkTargetGroup,
  PROTOCOL_VERSIONS,
  resolveTargetGroup,
  TARGET_TYPES,
  type ResolvedTargetGroup,
  type TargetGroupArgs,
} from "./target-group.ts";

/** Defaults of {@link TargetAppArgs}. */
export const TARGET_APP_DEFAULTS = {
  targetType: "ip",
  protocolVersion: "HTTP1",
} as const satisfies Partial<TargetAppArgs>;

/** An app as its target groups see it. */
export interface TargetAppArgs {
  /** Name of the app: 1 to 40 lower-case letters, digits and hyphens, the same in every cluster. */
  readonly name: string;
  /**
   * How the load balancer finds out which targets can serve.
   * @default - `GET /` every 15 seconds, 200 is healthy; of gRPC a method that is not there
   */
  readonly healthCheck?: HealthCheckArgs;
  /**
   * Attributes of its target groups.
   * @default - round robin, 30 seconds to drain a target
   */
  readonly targetGroup?: TargetGroupArgs;
  /**
   * What requests go to: `ip`, the pods; `instance`, a port of every node, which passes them on to pods. Another one replaces
   * the target groups.
   * @default "ip"
   */
  readonly targetType?: (typeof TARGET_TYPES)[number];
  /**
   * Protocol in which the targets serve. HTTP2 and GRPC need HTTPS at the load balancer. Another one replaces the target
   * groups.
   * @default "HTTP1"
   */
  readonly protocolVersion?: (typeof PROTOCOL_VERSIONS)[number];
}

/** {@link TargetAppArgs} with their defaults. */
export interface ResolvedTargetApp {
  readonly name: string;
  readonly healthCheck: ResolvedHealthCheck;
  readonly targetGroup: ResolvedTargetGroup;
  readonly targetType: (typeof TARGET_TYPES)[number];
  readonly protocolVersion: (typeof PROTOCOL_VERSIONS)[number];
}

export function resolveTargetApp(args: TargetAppArgs): ResolvedTargetApp {
  const { name, healthCheck, targetGroup, targetType, protocolVersion } = args;
  const resolved = { ...TARGET_APP_DEFAULTS, ...defined({ targetType, protocolVersion }) };
  return {
    name,
    ...resolved,
    healthCheck: resolveHealthCheck(healthCheck, resolved.protocolVersion),
    targetGroup: resolveTargetGroup(targetGroup),
  };
}

/** What is wrong with an app, but for its name, which is that of its routes as well. */
export function checkTargetApp(app: ArgsCheck<ResolvedTargetApp>): void {
  app.oneOf("targetType", TARGET_TYPES);
  app.oneOf("protocolVersion", PROTOCOL_VERSIONS);
  checkHealthCheck(app.at("healthCheck")!, app.args.protocolVersion);
  checkTargetGroup(app.at("targetGroup")!);
}
