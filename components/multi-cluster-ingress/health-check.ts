import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../shared/args-check.ts";

/** How the load balancer finds out which pods can serve. */
export interface HealthCheckArgs {
  /**
   * Path that it asks for; begins with `/`, at most 1,024 characters, none of them a space.
   * @default "/"
   */
  readonly path?: pulumi.Input<string>;
  /**
   * Port that it asks on. Other than the container port it needs its own rule in the security groups of the nodes, on
   * the join side too: give the same number there as `healthCheckPort`.
   * @default "traffic-port" - the container port
   */
  readonly port?: number | "traffic-port";
  /** @default "HTTP" */
  readonly protocol?: "HTTP" | "HTTPS";
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
   * Status codes of a healthy target: one, a list or a range between 200 and 499, e.g. `200`, `200,204`, `200-299`.
   * @default "200"
   */
  readonly successCodes?: string;
}

export type ResolvedHealthCheck = Required<HealthCheckArgs>;

/** Defaults of the controller, stated so that a later default of its own changes nothing here. */
export function resolveHealthCheck(args: HealthCheckArgs = {}): ResolvedHealthCheck {
  return {
    path: args.path ?? "/",
    port: args.port ?? "traffic-port",
    protocol: args.protocol ?? "HTTP",
    intervalSeconds: args.intervalSeconds ?? 15,
    timeoutSeconds: args.timeoutSeconds ?? 5,
    healthyThreshold: args.healthyThreshold ?? 2,
    unhealthyThreshold: args.unhealthyThreshold ?? 2,
    successCodes: args.successCodes ?? "200",
  };
}

/** Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export function checkHealthCheck(check: ArgsCheck, path: string, args: ResolvedHealthCheck): void {
  check.text(
    `${path}.path`,
    args.path,
    /^\/\S{0,1023}$/,
    "a path of at most 1,024 characters, none of them a space, that begins with /",
  );
  if (args.port !== "traffic-port") check.integer(`${path}.port`, args.port, { min: 1, max: 65_535 });
  check.oneOf(`${path}.protocol`, args.protocol, ["HTTP", "HTTPS"]);
  check.integer(`${path}.intervalSeconds`, args.intervalSeconds, { min: 5, max: 300 });
  check.integer(`${path}.timeoutSeconds`, args.timeoutSeconds, { min: 2, max: 120 });
  check.integer(`${path}.healthyThreshold`, args.healthyThreshold, { min: 2, max: 10 });
  check.integer(`${path}.unhealthyThreshold`, args.unhealthyThreshold, { min: 2, max: 10 });
  if (args.timeoutSeconds >= args.intervalSeconds) {
    check.add(
      `${path}.timeoutSeconds`,
      `is ${args.timeoutSeconds}, not less than intervalSeconds ${args.intervalSeconds}; lower it or raise the interval`,
    );
  }
  check.text(
    `${path}.successCodes`,
    args.successCodes,
    /^[234]\d\d([-,][234]\d\d)*$/,
    "status codes between 200 and 499, e.g. 200, 200,204 or 200-299",
  );
  for (const [range, from, to] of args.successCodes.matchAll(/(\d+)-(\d+)/g)) {
    if (Number(from) <= Number(to)) continue;
    check.add(`${path}.successCodes`, `has ${range}, which is empty; use ${to}-${from}`);
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
