export interface SubnetMapping {
  readonly SubnetId?: string;
  readonly AllocationId?: string;
  readonly PrivateIPv4Address?: string;
  readonly IPv6Address?: string;
}

export interface AvailabilityZone {
  readonly ZoneName: string;
  readonly SubnetId: string;
  readonly LoadBalancerAddresses: readonly object[];
}

export type LoadBalancerStateCode = "provisioning" | "active" | "active_impaired" | "failed";

export interface LoadBalancer {
  readonly LoadBalancerArn: string;
  readonly DNSName: string;
  readonly CanonicalHostedZoneId: string;
  readonly CreatedTime: Date;
  readonly LoadBalancerName: string;
  readonly Scheme: string;
  readonly VpcId: string;
  readonly State: { readonly Code: LoadBalancerStateCode };
  readonly Type: "application" | "network";
  readonly AvailabilityZones: readonly AvailabilityZone[];
  readonly SecurityGroups: readonly string[];
  readonly IpAddressType: string;
}

export interface Matcher {
  readonly HttpCode?: string;
  readonly GrpcCode?: string;
}

export interface TargetGroup {
  readonly TargetGroupArn: string;
  readonly TargetGroupName: string;
  readonly Protocol: string;
  readonly Port: number;
  readonly VpcId: string;
  readonly HealthCheckProtocol: string;
  readonly HealthCheckPort: string;
  readonly HealthCheckEnabled: boolean;
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  readonly HealthCheckPath?: string;
  readonly Matcher?: Matcher;
  readonly LoadBalancerArns: readonly string[];
  readonly TargetType: "instance" | "ip";
  readonly ProtocolVersion?: string;
  readonly IpAddressType: "ipv4" | "ipv6";
}

/** A target as callers name it: an instance id or an IP address, by default at the target group's port. */
export interface TargetDescription {
  readonly Id: string;
  readonly Port?: number;
  readonly AvailabilityZone?: string;
}

export type TargetHealthState = "initial" | "healthy" | "unhealthy" | "unused" | "draining" | "unavailable";

export interface TargetHealth {
  readonly State: TargetHealthState;
  /** `Target.Timeout`, `Elb.RegistrationInProgress`, ... */
  readonly Reason?: string;
  readonly Description?: string;
}

export interface TargetHealthDescription {
  readonly Target: TargetDescription;
  readonly HealthCheckPort: string;
  readonly TargetHealth: TargetHealth;
}

export interface TargetGroupTuple {
  readonly TargetGroupArn?: string;
  readonly Weight?: number;
}

export interface ForwardConfig {
  readonly TargetGroups?: readonly TargetGroupTuple[];
  readonly TargetGroupStickinessConfig?: { readonly Enabled?: boolean; readonly DurationSeconds?: number };
}

export interface RedirectConfig {
  readonly Protocol?: string;
  readonly Port?: string;
  readonly Host?: string;
  readonly Path?: string;
  readonly Query?: string;
  readonly StatusCode?: string;
}

export interface FixedResponseConfig {
  readonly MessageBody?: string;
  readonly StatusCode?: string;
  readonly ContentType?: string;
}

export interface Action {
  readonly Type?: string;
  readonly TargetGroupArn?: string;
  readonly Order?: number;
  readonly ForwardConfig?: ForwardConfig;
  readonly RedirectConfig?: RedirectConfig;
  readonly FixedResponseConfig?: FixedResponseConfig;
}

interface ValuesConfig {
  readonly Values?: readonly string[];
  readonly RegexValues?: readonly string[];
}

export interface RuleCondition {
  readonly Field?: string;
  readonly Values?: readonly string[];
  readonly RegexValues?: readonly string[];
  readonly HostHeaderConfig?: ValuesConfig;
  readonly PathPatternConfig?: ValuesConfig;
  readonly HttpHeaderConfig?: ValuesConfig & { readonly HttpHeaderName?: string };
  readonly HttpRequestMethodConfig?: { readonly Values?: readonly string[] };
  readonly QueryStringConfig?: {
    readonly Values?: readonly { readonly Key?: string; readonly Value?: string }[];
  };
  readonly SourceIpConfig?: { readonly Values?: readonly string[] };
}

export interface RewriteConfig {
  readonly Regex?: string;
  readonly Replace?: string;
}

/** What a rule changes in requests before they go to a target. */
export interface RuleTransform {
  readonly Type?: string;
  readonly HostHeaderRewriteConfig?: { readonly Rewrites?: readonly RewriteConfig[] };
  readonly UrlRewriteConfig?: { readonly Rewrites?: readonly RewriteConfig[] };
}

export interface Certificate {
  readonly CertificateArn?: string;
  readonly IsDefault?: boolean;
}

export interface MutualAuthentication {
  readonly Mode?: string;
  readonly TrustStoreArn?: string;
  readonly IgnoreClientCertificateExpiry?: boolean;
  readonly AdvertiseTrustStoreCaNames?: "on" | "off";
}

export interface Listener {
  readonly ListenerArn: string;
  readonly LoadBalancerArn: string;
  readonly Port: number;
  readonly Protocol: string;
  readonly Certificates?: readonly Certificate[];
  readonly SslPolicy?: string;
  readonly DefaultActions: readonly Action[];
  readonly MutualAuthentication?: MutualAuthentication;
}

export interface Rule {
  readonly RuleArn: string;
  /** A number from 1 to 50000 as text, or `default`. */
  readonly Priority: string;
  readonly Conditions: readonly RuleCondition[];
  readonly Actions: readonly Action[];
  readonly Transforms?: readonly RuleTransform[];
  readonly IsDefault: boolean;
}
