import type { AwsError } from "../../core/errors.ts";

/** Names of the services as the AWS SDK for Go v2 prints them. */
export const SERVICE_IDS: Readonly<Record<string, string>> = {
  acm: "ACM",
  ec2: "EC2",
  elasticloadbalancing: "Elastic Load Balancing v2",
  route53: "Route 53",
  shield: "Shield",
  sts: "STS",
  wafv2: "WAFV2",
};

/**
 * Error codes for which the SDK has a type of its own; it prints these without "api error" in front.
 * EC2 has none. Source: the errors in the services' API models (botocore, elbv2 2015-12-01, sts 2011-06-15, some of route53 2013-04-01).
 */
const TYPED_CODES: Readonly<Record<string, ReadonlySet<string>>> = {
  elasticloadbalancing: new Set([
    "ALPNPolicyNotFound",
    "AllocationIdNotFound",
    "AvailabilityZoneNotSupported",
    "CertificateNotFound",
    "DuplicateListener",
    "DuplicateLoadBalancerName",
    "DuplicateTagKeys",
    "DuplicateTargetGroupName",
    "HealthUnavailable",
    "IncompatibleProtocols",
    "InvalidConfigurationRequest",
    "InvalidLoadBalancerAction",
    "InvalidScheme",
    "InvalidSecurityGroup",
    "InvalidSubnet",
    "InvalidTarget",
    "ListenerNotFound",
    "LoadBalancerNotFound",
    "OperationNotPermitted",
    "PriorityInUse",
    "ResourceInUse",
    "RuleNotFound",
    "SSLPolicyNotFound",
    "SubnetNotFound",
    "TargetGroupAssociationLimit",
    "TargetGroupNotFound",
    "TooManyActions",
    "TooManyCertificates",
    "TooManyListeners",
    "TooManyLoadBalancers",
    "TooManyRegistrationsForTargetId",
    "TooManyRules",
    "TooManyTags",
    "TooManyTargetGroups",
    "TooManyTargets",
    "TooManyUniqueTargetGroupsPerLoadBalancer",
    "UnsupportedProtocol",
  ]),
  route53: new Set([
    "InvalidChangeBatch",
    "NoSuchHostedZone",
    "PriorRequestNotComplete",
    "ThrottlingException",
  ]),
  sts: new Set([
    "ExpiredTokenException",
    "IDPCommunicationError",
    "IDPRejectedClaim",
    "InvalidIdentityToken",
    "MalformedPolicyDocument",
    "RegionDisabledException",
  ]),
};

/** One id for every request, so that equal failures are equal texts and count up as one Kubernetes event. */
export const REQUEST_ID = "00000000-0000-0000-0000-000000000000";

/** An AWS error as it comes out of the AWS SDK for Go v2, with which controllers are written. */
export class SdkError extends Error {
  readonly code: string;

  constructor(service: string, operation: string, cause: AwsError) {
    super(describe(service, operation, cause));
    this.name = "SdkError";
    this.code = cause.code;
  }
}

/** The SDK found no credentials to sign a request with. */
export class CredentialsError extends Error {
  constructor(service: string, operation: string, reason: string) {
    super(
      `operation error ${SERVICE_IDS[service] ?? service}: ${operation}, get identity: get credentials: ` +
        `failed to refresh cached credentials, ${reason}`,
    );
    this.name = "CredentialsError";
  }
}

/** The service did not answer at all. */
export class ConnectionError extends Error {
  constructor(service: string, operation: string, obstacle: string) {
    super(
      `operation error ${SERVICE_IDS[service] ?? service}: ${operation}, exceeded maximum number of attempts, 10, ` +
        `request send failed, ${obstacle}`,
    );
    this.name = "ConnectionError";
  }
}

/** `operation error EC2: DescribeSubnets, https response error StatusCode: 403, RequestID: ..., api error ...` */
export function describe(service: string, operation: string, error: AwsError): string {
  const kind = TYPED_CODES[service]?.has(error.code) === true ? "" : "api error ";
  return (
    `operation error ${SERVICE_IDS[service] ?? service}: ${operation}, https response error ` +
    `StatusCode: ${error.statusCode}, RequestID: ${REQUEST_ID}, ${kind}${error.code}: ${error.message}`
  );
}

/** Whether AWS answered with one of these error codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof SdkError && codes.includes(error.code);
}
