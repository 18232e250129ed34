import { checkRange, notInEnum, validationError } from "../errors.ts";
import type { HealthCheckSettings } from "../records.ts";
import type { Matcher } from "../shapes.ts";

/** `ProtocolEnum`: of target groups and of their health checks, for every type of load balancer. */
export const PROTOCOLS: readonly string[] = [
  "HTTP",
  "HTTPS",
  "TCP",
  "TLS",
  "UDP",
  "TCP_UDP",
  "GENEVE",
  "QUIC",
  "TCP_QUIC",
];

/** The health check parameters of CreateTargetGroup and ModifyTargetGroup. */
export interface HealthCheckInput {
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: Matcher | undefined;
}

/**
 * What applies where a new target group says nothing.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export function defaultHealthCheck(protocolVersion: string): HealthCheckSettings {
  const grpc = protocolVersion === "GRPC";
  return {
    enabled: true,
    protocol: "HTTP",
    port: "traffic-port",
    path: grpc ? "/AWS.ALB/healthcheck" : "/",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    matcher: grpc ? { GrpcCode: "12" } : { HttpCode: "200" },
  };
}

/**
 * `present` with the parameters of a request over it.
 *
 * Ranges: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 * @throws AwsError ValidationError
 */
export function withHealthCheck(present: HealthCheckSettings, input: HealthCheckInput): HealthCheckSettings {
  const settings: HealthCheckSettings = {
    enabled: input.HealthCheckEnabled ?? present.enabled,
    protocol: checkProtocol(input.HealthCheckProtocol ?? present.protocol),
    port: input.HealthCheckPort ?? present.port,
    path: input.HealthCheckPath ?? present.path,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? present.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? present.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? present.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? present.unhealthyThreshold,
    matcher: input.Matcher ?? present.matcher,
  };
  if (!settings.enabled) {
    throw validationError(
      "Health check enabled must be true for target groups with target type 'instance' or 'ip'",
    );
  }
  checkPort(settings.port);
  checkPath(settings.path);
  checkRange(settings.intervalSeconds, "healthCheckIntervalSeconds", 5, 300);
  checkRange(settings.timeoutSeconds, "healthCheckTimeoutSeconds", 2, 120);
  checkRange(settings.healthyThreshold, "healthyThresholdCount", 2, 10);
  checkRange(settings.unhealthyThreshold, "unhealthyThresholdCount", 2, 10);
  if (settings.timeoutSeconds >= settings.intervalSeconds) {
    throw validationError("Health check interval must be greater than the timeout.");
  }
  checkMatcher(settings.matcher);
  return settings;
}

/** Whether a status code counts as a success: `200`, `200,202` or `200-399`. */
export function matches(matcher: Matcher, status: number): boolean {
  return (matcher.HttpCode ?? "").split(",").some((part) => {
    const [low, high] = part.split("-").map(Number);
    return low !== undefined && status >= low && status <= (high ?? low);
  });
}

function checkProtocol(protocol: string): "HTTP" | "HTTPS" {
  if (protocol === "HTTP" || protocol === "HTTPS") return protocol;
  if (PROTOCOLS.includes(protocol)) {
    throw validationError(`Health check protocol '${protocol}' must be one of 'HTTP, HTTPS'`);
  }
  throw notInEnum(protocol, "healthCheckProtocol", PROTOCOLS);
}

function checkPort(port: string): void {
  if (port === "traffic-port") return;
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) {
    throw validationError(`Health check port '${port}' must be 'traffic-port' or in the range '1-65535'`);
  }
}

function checkPath(path: string): void {
  if (!path.startsWith("/") || path.length > 1024) {
    throw validationError(
      `Health check path '${path}' must begin with a '/' character and have at most '1024' characters`,
    );
  }
}

/** Application Load Balancers take codes from 200 to 499, gRPC ones from 0 to 99. */
function checkMatcher(matcher: Matcher): void {
  const [codes, name, low, high] =
    matcher.GrpcCode === undefined
      ? ([matcher.HttpCode ?? "", "HTTP", 200, 499] as const)
      : ([matcher.GrpcCode, "gRPC", 0, 99] as const);
  const numbers = codes.split(",").flatMap((part) => part.split("-"));
  const valid = /^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(codes) && numbers.every((n) => +n >= low && +n <= high);
  if (!valid) {
    throw validationError(
      `Health check matcher ${name} code '${codes}' must be a list of codes or ranges of codes from '${low}' to '${high}'`,
    );
  }
}
