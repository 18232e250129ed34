import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import { checkMutualTls, type MutualTls } from "./client-certificates.ts";
import { defined } from "../defined.ts";
import { FORMS, type Form } from "../forms.ts";
import { reservedReason } from "../reserved-names.ts";
import { checkTags, type Tags } from "../tags.ts";
import { checkLogPlace } from "./log-place.ts";
import { checkResponseHeaders, type ResponseHeadersArgs } from "./response-headers.ts";
import {
  checkHandling,
  HANDLING_DEFAULTS,
  handlingAttributes,
  resolveHandling,
  type RequestHandlingArgs,
} from "./handling.ts";

/** Where clients of a load balancer can come from. */
export const SCHEMES = ["internet-facing", "internal"] as const;

/** Defaults of {@link LoadBalancerArgs}. */
export const LOAD_BALANCER_DEFAULTS = {
  scheme: "internet-facing",
  deletionProtection: false,
  ...HANDLING_DEFAULTS,
} as const satisfies LoadBalancerArgs;

/** Defaults of {@link TlsArgs}. */
export const TLS_DEFAULTS = {
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  redirectHttp: true,
} as const satisfies Partial<TlsArgs>;

/** The load balancer that the controller makes for the shared Ingress. */
export interface LoadBalancerArgs extends RequestHandlingArgs {
  /**
   * Whether clients come from the internet, to public subnets, or from inside of the VPC and networks joined to it, to
   * private ones. Another one replaces load balancer and target group.
   * @default "internet-facing"
   */
  readonly scheme?: (typeof SCHEMES)[number];
  /**
   * Name of the load balancer: 1 to 32 letters, digits and hyphens, unique in account and region. Another one replaces
   * load balancer and target group.
   * @default - made by the controller from namespace, Ingress and a hash
   */
  readonly loadBalancerName?: string;
  /**
   * Subnets to be in, at least two, one per availability zone. Without them a load balancer stays in those that it has.
   * @default - those that bear the role tag for the scheme
   */
  readonly subnetIds?: readonly pulumi.Input<string>[];
  /**
   * IPv4 blocks that clients may come from.
   * @default - everywhere
   * @example ["203.0.113.0/24"]
   */
  readonly inboundCidrs?: readonly string[];
  /**
   * HTTPS on port 443.
   * @default - HTTP on port 80 only
   */
  readonly tls?: TlsArgs;
  /**
   * ARN of a regional WAFv2 web ACL that looks at every request. A load balancer has one at most. When it changes to another
   * one, no web ACL looks at requests for some seconds.
   * @default - none; one that others have attached, such as AWS Firewall Manager, stays
   */
  readonly webAclArn?: pulumi.Input<string>;
  /**
   * Where the load balancer writes a log of requests.
   * @default - no log
   */
  readonly accessLogs?: AccessLogsArgs;
  /**
   * Where the load balancer writes a log of connections.
   * @default - no log
   */
  readonly connectionLogs?: AccessLogsArgs;
  /**
   * Where the load balancer writes a log of its health checks.
   * @default - no log
   */
  readonly healthCheckLogs?: AccessLogsArgs;
  /**
   * Headers that answers have.
   * @default - those that apps send, and `Server`
   */
  readonly responseHeaders?: ResponseHeadersArgs;
  /**
   * Refuses the deletion of the load balancer. By itself it does not keep the service: a destroy takes the workload first,
   * see {@link DeletionProtection}, which the stacks of this project add.
   * @default false
   */
  readonly deletionProtection?: boolean;
  /**
   * Tags of the load balancer, its security group, listeners, rules and target group.
   * @default - none but the controller's own
   */
  readonly tags?: Tags;
}

export interface TlsArgs {
  /** ACM certificates in the load balancer's region; the first answers clients that name no host. At least one. */
  readonly certificateArns: readonly pulumi.Input<string>[];
  /**
   * Protocol versions and ciphers.
   * @default "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" - the one that AWS recommends; its API would take one of 2016
   */
  readonly sslPolicy?: string;
  /**
   * Whether port 80 answers with a redirect to HTTPS instead of the application.
   * @default true
   */
  readonly redirectHttp?: boolean;
  /**
   * Certificates of clients: `passthrough` hands them to apps, in headers `X-Amzn-Mtls-Clientcert...`; a trust store lets in only
   * clients whose certificate it knows. Port 80 must redirect.
   * @default - none are asked for
   */
  readonly mutual?: MutualTls;
}

/** Where a log goes. */
export interface AccessLogsArgs {
  /** S3 bucket whose policy lets Elastic Load Balancing write. */
  readonly bucket: pulumi.Input<string>;
  /**
   * Beginning of the objects' names.
   * @default - none
   */
  readonly prefix?: string;
}

type Optional =
  | "loadBalancerName"
  | "subnetIds"
  | "inboundCidrs"
  | "tls"
  | "webAclArn"
  | "accessLogs"
  | "connectionLogs"
  | "healthCheckLogs"
  | "responseHeaders";

export type ResolvedLoadBalancer = Required<Omit<LoadBalancerArgs, Optional>> &
  Pick<LoadBalancerArgs, Exclude<Optional, "tls">> & { readonly tls?: ResolvedTls };

export type ResolvedTls = Required<Omit<TlsArgs, "mutual">> & Pick<TlsArgs, "mutual">;

export function resolveLoadBalancer(args: LoadBalancerArgs): ResolvedLoadBalancer {
  const { loadBalancerName, subnetIds, inboundCidrs, tls, webAclArn, responseHeaders } = args;
  const { accessLogs, connectionLogs, healthCheckLogs } = args;
  return {
    scheme: args.scheme ?? LOAD_BALANCER_DEFAULTS.scheme,
    deletionProtection: args.deletionProtection ?? LOAD_BALANCER_DEFAULTS.deletionProtection,
    ...resolveHandling(args),
    tags: args.tags ?? {},
    ...defined({
      loadBalancerName,
      subnetIds,
      inboundCidrs,
      webAclArn,
      accessLogs,
      connectionLogs,
      healthCheckLogs,
      responseHeaders,
      tls: tls && resolveTls(tls),
    }),
  };
}

function resolveTls({ certificateArns, sslPolicy, redirectHttp, mutual }: TlsArgs): ResolvedTls {
  return {
    certificateArns,
    sslPolicy: sslPolicy ?? TLS_DEFAULTS.sslPolicy,
    redirectHttp: redirectHttp ?? TLS_DEFAULTS.redirectHttp,
    ...defined({ mutual }),
  };
}

const LOAD_BALANCER_NAME: Form = [
  /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  "1 to 32 letters, digits and hyphens, with no hyphen at either end",
];

/** Names of policies. */
export const SSL_POLICY: Form = [/^ELBSecurityPolicy-/, "a policy whose name begins with ELBSecurityPolicy-"];

/** Logs that a load balancer can write. */
export const LOGS = ["accessLogs", "connectionLogs", "healthCheckLogs"] as const;

/** Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html */
export function checkLoadBalancer(check: ArgsCheck<ResolvedLoadBalancer>): void {
  const { loadBalancerName, subnetIds, inboundCidrs } = check.args;
  check.oneOf("scheme", SCHEMES);
  check.text("loadBalancerName", LOAD_BALANCER_NAME);
  check.add("loadBalancerName", reservedReason("loadBalancer", loadBalancerName));
  if (subnetIds !== undefined && subnetIds.length < 2) {
    check.add("subnetIds", `has ${subnetIds.length} entries; give at least two, one per availability zone`);
  }
  check.texts("subnetIds", FORMS.subnetId);
  check.distinct("subnetIds");
  if (inboundCidrs?.length === 0) check.add("inboundCidrs", "is empty; name who may connect");
  check.cidrs("inboundCidrs", "203.0.113.0/24");
  checkHandling(check);
  check.text("webAclArn", FORMS.webAclArn);
  for (const key of LOGS) {
    const place = check.at(key);
    if (place !== undefined) checkLogPlace(place);
  }
  checkTags(check.at("tags"));
  checkTls(check.at("tls"));
  checkResponseHeaders(check.at("responseHeaders"), check.args.tls !== undefined);
}

function checkTls(check: ArgsCheck<ResolvedTls> | undefined): void {
  if (check === undefined) return;
  if (check.args.certificateArns.length === 0) {
    check.add("certificateArns", "is empty; give at least one certificate");
  }
  check.texts("certificateArns", FORMS.certificateArn);
  check.text("sslPolicy", SSL_POLICY);
  checkMutualTls(check);
}

/** Every attribute, also at its default: see targetGroupAttributes. */
export function loadBalancerAttributes(args: ResolvedLoadBalancer): Record<string, pulumi.Input<string>> {
  return {
    "deletion_protection.enabled": String(args.deletionProtection),
    ...handlingAttributes(args),
    ...logAttributes("access_logs", args.accessLogs),
    ...logAttributes("connection_logs", args.connectionLogs),
    ...logAttributes("health_check_logs", args.healthCheckLogs),
  };
}

function logAttributes(
  kind: string,
  place: AccessLogsArgs | undefined,
): Record<string, pulumi.Input<string>> {
  const enabled = { [`${kind}.s3.enabled`]: String(place !== undefined) };
  if (place === undefined) return enabled;
  return { ...enabled, [`${kind}.s3.bucket`]: place.bucket, [`${kind}.s3.prefix`]: place.prefix ?? "" };
}
