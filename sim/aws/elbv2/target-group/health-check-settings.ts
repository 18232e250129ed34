import { defined } from "../../../core/defined.ts";
import { NotSimulated } from "../../../core/errors.ts";
import { checkRange, notInEnum, validationError } from "../errors.ts";
import type { HealthCheckSettings, ListenerProtocol } from "../records.ts";
import type { Matcher } from "../shapes.ts";
import { isApplicationProtocol, PROTOCOLS } from "./protocols.ts";

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
export function defaultHealthCheck(
  protocol: ListenerProtocol,
  protocolVersion: string | undefined,
): HealthCheckSettings {
  if (!isApplicationProtocol(protocol)) return networkDefault;
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

const networkDefault: HealthCheckSettings = {
  enabled: true,
  protocol: "TCP",
  port: "traffic-port",
  intervalSeconds: 30,
  timeoutSeconds: 10,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
};

/**
 * `present` with the parameters of a request over it.
 *
 * Ranges: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 * @throws AwsError ValidationError
 */
export function withHealthCheck(
  groupProtocol: ListenerProtocol,
  present: HealthCheckSettings,
  input: HealthCheckInput,
): HealthCheckSettings {
  const isApplication = isApplicationProtocol(groupProtocol);
  const protocol = checkProtocol(input.HealthCheckProtocol ?? present.protocol, isApplication);
  const settings: HealthCheckSettings = {
    enabled: input.HealthCheckEnabled ?? present.enabled,
    protocol,
    port: input.HealthCheckPort ?? present.port,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? present.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? present.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? present.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? present.unhealthyThreshold,
    ...(protocol === "TCP" ? withoutRequest(input) : requestOf(present, input)),
  };
  if (!settings.enabled) {
    throw validationError(
      "Health check enabled must be true for target groups with target type 'instance' or 'ip'",
    );
  }
  checkPort(settings.port);
  if (settings.path !== undefined) checkPath(settings.path);
  checkRange(settings.intervalSeconds, "healthCheckIntervalSeconds", 5, 300);
  checkRange(settings.timeoutSeconds, "healthCheckTimeoutSeconds", 2, 120);
  checkRange(settings.healthyThreshold, "healthyThresholdCount", 2, 10);
  checkRange(settings.unhealthyThreshold, "unhealthyThresholdCount", 2, 10);
  checkTimes(settings, isApplication);
  if (settings.matcher !== undefined) checkMatcher(settings.matcher, isApplication);
  return settings;
}

/** What a check by HTTP asks for and takes for an answer. */
function requestOf(present: HealthCheckSettings, input: HealthCheckInput) {
  const path = input.HealthCheckPath ?? present.path ?? "/";
  return { path, matcher: input.Matcher ?? present.matcher ?? { HttpCode: "200-399" } };
}

/** A check by TCP asks for nothing. */
function withoutRequest({ HealthCheckPath, Matcher }: HealthCheckInput): object {
  for (const [name, value] of Object.entries(defined({ HealthCheckPath, Matcher }))) {
    throw new NotSimulated(
      "elasticloadbalancing:CreateTargetGroup",
      `${name} ${JSON.stringify(value)} with TCP`,
    );
  }
  return {};
}

/** Network Load Balancers take a timeout as long as the interval: AWS Load Balancer Controller asks for it by default. */
function checkTimes({ timeoutSeconds, intervalSeconds }: HealthCheckSettings, isApplication: boolean): void {
  if (timeoutSeconds < intervalSeconds || (timeoutSeconds === intervalSeconds && !isApplication)) return;
  throw validationError("Health check interval must be greater than the timeout.");
}

/** Whether a status code counts as a success: `200`, `200,202` or `200-399`. */
export function matches(matcher: Matcher, status: number): boolean {
  return (matcher.HttpCode ?? "").split(",").some((part) => {
    const [low, high] = part.split("-").map(Number);
    return low !== undefined && status >= low && status <= (high ?? low);
  });
}

function checkProtocol(protocol: string, isApplication: boolean): HealthCheckSettings["protocol"] {
  if (protocol === "TCP" && !isApplication) return protocol;
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

/** Application Load Balancers take codes from 200 to 499, gRPC ones from 0 to 99, Network Load Balancers from 200 to 599. */
function checkMatcher(matcher: Matcher, isApplication: boolean): void {
  const [codes, name, low, high] =
    matcher.GrpcCode === undefined
      ? ([matcher.HttpCode ?? "", "HTTP", 200, isApplication ? 499 : 599] as const)
      : ([matcher.GrpcCode, "gRPC", 0, 99] as const);
  const numbers = codes.split(",").flatMap((part) => part.split("-"));
  const valid = /^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(codes) && numbers.every((n) => +n >= low && +n <= high);
  if (!valid) {
    throw validationError(
      `Health check matcher ${name} code '${codes}' must be a list of codes or ranges of codes from '${low}' to '${high}'`,
    );
  }
}
