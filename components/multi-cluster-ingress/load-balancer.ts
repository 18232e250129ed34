import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkReserved } from "../shared/reserved-names.ts";
import { shown } from "../shared/shown.ts";
import { checkTags, type Tags } from "../shared/tags.ts";

/** The load balancer that the controller makes for the shared Ingress. */
export interface LoadBalancerArgs {
  /**
   * Whether clients come from the internet, to public subnets, or from inside of the VPC and networks joined to it, to
   * private ones. Another one replaces load balancer and target group.
   * @default "internet-facing"
   */
  readonly scheme?: "internet-facing" | "internal";
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
   * ARN of a regional WAFv2 web ACL that looks at every request.
   * @default - none: one that others have attached, such as AWS Firewall Manager, is taken away, unless
   * `transform.ingress` removes the annotation `alb.ingress.kubernetes.io/wafv2-acl-arn`
   */
  readonly webAclArn?: pulumi.Input<string>;
  /**
   * Where the load balancer writes a log of requests.
   * @default - no log
   */
  readonly accessLogs?: AccessLogsArgs;
  /**
   * Refuses the deletion of the load balancer. By itself it does not keep the service: a destroy takes the workload first,
   * see {@link DeletionProtection}, which the stacks of this project add.
   * @default false
   */
  readonly deletionProtection?: boolean;
  /**
   * Seconds without data after which a connection is closed, from 1 to 4000.
   * @default 60
   */
  readonly idleTimeoutSeconds?: number;
  /**
   * Whether header lines with invalid names are taken out of requests before they reach a pod.
   * @default true
   */
  readonly dropInvalidHeaderFields?: boolean;
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
}

export interface AccessLogsArgs {
  /** S3 bucket whose policy lets Elastic Load Balancing write. */
  readonly bucket: pulumi.Input<string>;
  /**
   * Beginning of the objects' names.
   * @default - none
   */
  readonly prefix?: string;
}

type Optional = "loadBalancerName" | "subnetIds" | "inboundCidrs" | "tls" | "webAclArn" | "accessLogs";

export type ResolvedLoadBalancer = Required<Omit<LoadBalancerArgs, Optional>> &
  Pick<LoadBalancerArgs, Exclude<Optional, "tls">> & { readonly tls?: Required<TlsArgs> };

export function resolveLoadBalancer(args: LoadBalancerArgs): ResolvedLoadBalancer {
  const { loadBalancerName, subnetIds, inboundCidrs, tls, webAclArn, accessLogs } = args;
  return {
    scheme: args.scheme ?? "internet-facing",
    deletionProtection: args.deletionProtection ?? false,
    idleTimeoutSeconds: args.idleTimeoutSeconds ?? 60,
    dropInvalidHeaderFields: args.dropInvalidHeaderFields ?? true,
    tags: args.tags ?? {},
    ...(loadBalancerName === undefined ? {} : { loadBalancerName }),
    ...(subnetIds === undefined ? {} : { subnetIds }),
    ...(inboundCidrs === undefined ? {} : { inboundCidrs }),
    ...(webAclArn === undefined ? {} : { webAclArn }),
    ...(accessLogs === undefined ? {} : { accessLogs }),
    ...(tls === undefined
      ? {}
      : {
          tls: {
            certificateArns: tls.certificateArns,
            sslPolicy: tls.sslPolicy ?? "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            redirectHttp: tls.redirectHttp ?? true,
          },
        }),
  };
}

/** Limits: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html */
export function checkLoadBalancer(check: ArgsCheck, args: ResolvedLoadBalancer): void {
  check.oneOf("scheme", args.scheme, ["internet-facing", "internal"]);
  check.text(
    "loadBalancerName",
    args.loadBalancerName,
    /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
    "1 to 32 letters, digits and hyphens, with no hyphen at either end",
  );
  checkReserved(check, "loadBalancerName", "loadBalancer", args.loadBalancerName);
  if (args.subnetIds !== undefined && args.subnetIds.length < 2) {
    check.add(
      "subnetIds",
      `has ${args.subnetIds.length} entries; give at least two, one per availability zone`,
    );
  }
  args.subnetIds?.forEach((id, index) => {
    check.text(`subnetIds[${index}]`, id, ...FORMS.subnetId);
  });
  check.distinct("subnetIds", args.subnetIds);
  if (args.inboundCidrs?.length === 0) check.add("inboundCidrs", "is empty; name who may connect");
  args.inboundCidrs?.forEach((cidr, index) => check.cidr(`inboundCidrs[${index}]`, cidr, "203.0.113.0/24"));
  check.distinct("inboundCidrs", args.inboundCidrs);
  check.integer("idleTimeoutSeconds", args.idleTimeoutSeconds, { min: 1, max: 4_000 });
  check.text(
    "webAclArn",
    args.webAclArn,
    /^arn:[a-z-]+:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\//,
    "the ARN of a regional WAFv2 web ACL",
  );
  checkAccessLogs(check, args.accessLogs);
  checkTags(check, "tags", args.tags);
  checkTagKeys(check, args.tags);
  checkTls(check, args.tls);
}

/** The annotation has `key=value`: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#tags */
function checkTagKeys(check: ArgsCheck, tags: Tags): void {
  for (const key of Object.keys(tags).filter((one) => one.includes("="))) {
    check.add(
      `tags[${shown(key)}]`,
      "has a = in its key, where the controller would cut it off; use another key",
    );
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
function checkAccessLogs(check: ArgsCheck, accessLogs: AccessLogsArgs | undefined): void {
  check.text(
    "accessLogs.bucket",
    accessLogs?.bucket,
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
  );
  checkReserved(check, "accessLogs.bucket", "bucket", accessLogs?.bucket);
  check.text(
    "accessLogs.prefix",
    accessLogs?.prefix,
    /^(?!.*AWSLogs)/,
    "a prefix without AWSLogs, which follows it",
  );
}

function checkTls(check: ArgsCheck, tls: Required<TlsArgs> | undefined): void {
  if (tls === undefined) return;
  if (tls.certificateArns.length === 0)
    check.add("tls.certificateArns", "is empty; give at least one certificate");
  tls.certificateArns.forEach((arn, index) => {
    check.text(
      `tls.certificateArns[${index}]`,
      arn,
      /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\//,
      "the ARN of an ACM certificate",
    );
  });
  check.text(
    "tls.sslPolicy",
    tls.sslPolicy,
    /^ELBSecurityPolicy-/,
    "a policy whose name begins with ELBSecurityPolicy-",
  );
}

/** Every attribute, also at its default: see targetGroupAttributes. */
export function loadBalancerAttributes({
  accessLogs,
  ...args
}: ResolvedLoadBalancer): Record<string, pulumi.Input<string>> {
  return {
    "deletion_protection.enabled": String(args.deletionProtection),
    "idle_timeout.timeout_seconds": String(args.idleTimeoutSeconds),
    "routing.http.drop_invalid_header_fields.enabled": String(args.dropInvalidHeaderFields),
    "access_logs.s3.enabled": String(accessLogs !== undefined),
    ...(accessLogs === undefined
      ? {}
      : { "access_logs.s3.bucket": accessLogs.bucket, "access_logs.s3.prefix": accessLogs.prefix ?? "" }),
  };
}
