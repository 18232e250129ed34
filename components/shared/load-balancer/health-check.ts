import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import { defined } from "../defined.ts";
import type { Form } from "../forms.ts";
import { PORTS } from "../ports.ts";
import type { PROTOCOL_VERSIONS } from "./target-group.ts";

/** Protocols that the load balancer can ask in. */
export const HEALTH_CHECK_PROTOCOLS = ["HTTP", "HTTPS"] as const;

/** In place of a port: the one on which the target serves. */
export const TRAFFIC_PORT = "traffic-port";

/** Defaults of {@link HealthCheckArgs}: the controller's, stated so that a later default of its own changes nothing here. */
export const HEALTH_CHECK_DEFAULTS = {
  path: "/",
  port: TRAFFIC_PORT,
  protocol: "HTTP",
  intervalSeconds: 15,
  timeoutSeconds: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  successCodes: "200",
} as const satisfies HealthCheckArgs;

/** How the load balancer finds out which pods can serve. */
export interface HealthCheckArgs {
  /**
   * Path that it asks for; begins with `/`, at most 1,024 characters, none of them a space. Of gRPC, service and method.
   * @default "/", of gRPC "/AWS.ALB/healthcheck"
   */
  readonly path?: pulumi.Input<string>;
  /**
   * Port that it asks on. Other than the container port it needs its own rule in the security groups of the nodes, on
   * the join side too: give the same number there as `healthCheckPort`.
   * @default "traffic-port" - the container port
   */
  readonly port?: number | typeof TRAFFIC_PORT;
  /** @default "HTTP" */
  readonly protocol?: (typeof HEALTH_CHECK_PROTOCOLS)[number];
  /**
   * Seconds between two checks of a target, from 5 to 300.
   * @default 15
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds without answer after which a check counts as failed, from 2 to 120; less than `intervalSeconds`.
   * @default 5
   */
  readonly timeoutSeconds?: number;
  /**
   * Successful checks in a row that make a target healthy, from 2 to 10.
   * @default 2
   */
  readonly healthyThreshold?: number;
  /**
   * Failed checks in a row that make a target unhealthy, from 2 to 10.
   * @default 2
   */
  readonly unhealthyThreshold?: number;
  /**
   * Status codes of a healthy target: one, a list or a range between 200 and 499, e.g. `200`, `200,204`, `200-299`; of gRPC
   * between 0 and 99.
   * @default "200", of gRPC "12"
   */
  readonly successCodes?: string;
}

/**
 * What the controller asks of targets that serve gRPC: a method that none has, and the answer that it is not there.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
const GRPC_DEFAULTS = { path: "/AWS.ALB/healthcheck", successCodes: "12" } as const satisfies HealthCheckArgs;

export type ResolvedHealthCheck = Required<HealthCheckArgs>;

export function resolveHealthCheck(
  args: HealthCheckArgs = {},
  protocolVersion: (typeof PROTOCOL_VERSIONS)[number] = "HTTP1",
): ResolvedHealthCheck {
  const ofProtocol = protocolVersion === "GRPC" ? GRPC_DEFAULTS : {};
  return { ...HEALTH_CHECK_DEFAULTS, ...ofProtocol, ...defined(args) };
}

const PATH: Form = [
  /^\/\S{0,1023}$/,
  "a path of at most 1,024 characters, none of them a space, that begins with /",
];

const GRPC_CODES = codesForm("\\d{1,2}", "gRPC status codes between 0 and 99, e.g. 12, 0,12 or 0-99");

const SUCCESS_CODES = codesForm(
  "[234]\\d\\d",
  "status codes between 200 and 499, e.g. 200, 200,204 or 200-299",
);

/**
 * The form of a list of status codes and ranges of them.
 *
 * @param code pattern of one of them.
 */
export function codesForm(code: string, expected: string): Form {
  const range = `${code}(-${code})?`;
  return [new RegExp(`^${range}(,${range})*$`), expected];
}

/** Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export function checkHealthCheck(
  check: ArgsCheck<ResolvedHealthCheck>,
  protocolVersion: (typeof PROTOCOL_VERSIONS)[number] = "HTTP1",
): void {
  const { timeoutSeconds, intervalSeconds } = check.args;
  check.oneOf("protocol", HEALTH_CHECK_PROTOCOLS);
  checkQuestion(check, protocolVersion === "GRPC" ? GRPC_CODES : SUCCESS_CODES);
  if (timeoutSeconds >= intervalSeconds) {
    check.add(
      "timeoutSeconds",
      `is ${timeoutSeconds}, not less than intervalSeconds ${intervalSeconds}; lower it or raise the interval`,
    );
  }
}

/**
 * What load balancers of all kinds have rules for alike: what they ask and how often, and which answers are good.
 *
 * @param codes the form of status codes.
 */
export function checkQuestion(check: ArgsCheck<Omit<ResolvedHealthCheck, "protocol">>, codes: Form): void {
  check.text("path", PATH);
  if (check.args.port !== TRAFFIC_PORT) check.integer("port", PORTS);
  check.integer("intervalSeconds", { min: 5, max: 300 });
  check.integer("timeoutSeconds", { min: 2, max: 120 });
  check.integer("healthyThreshold", { min: 2, max: 10 });
  check.integer("unhealthyThreshold", { min: 2, max: 10 });
  check.text("successCodes", codes);
  for (const range of check.args.successCodes.split(",")) {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(range) ?? [];
    if (Number(from) > Number(to)) {
      check.add("successCodes", `has ${range}, which is empty; use ${to}-${from}`);
    }
  }
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#health-check */
export function healthCheckAnnotations(args: ResolvedHealthCheck): Record<string, pulumi.Input<string>> {
  return {
    "healthcheck-path": args.path,
    "healthcheck-port": String(args.port),
    "healthcheck-protocol": args.protocol,
    "healthcheck-interval-seconds": String(args.intervalSeconds),
    "healthcheck-timeout-seconds": String(args.timeoutSeconds),
    "healthy-threshold-count": String(args.healthyThreshold),
    "unhealthy-threshold-count": String(args.unhealthyThreshold),
    "success-codes": args.successCodes,
  };
}
