/**
 * What a load balancer controller wants AWS and Kubernetes to look like for one group of Ingresses, or for one Gateway: the
 * result of building, the input of deploying. In the spelling of the AWS SDK where AWS takes it as it is.
 */
import type { IpPermission } from "../../../aws/ec2/ip-permission.ts";
import type {
  Certificate,
  FixedResponseConfig,
  MutualAuthentication,
  RedirectConfig,
  RuleCondition,
  RuleTransform,
  SubnetMapping,
} from "../../../aws/elbv2/shapes.ts";
import type { LabelSelector } from "../../../kubernetes/objects.ts";
import type { KubeObject } from "../../../kubernetes/types.ts";

/** What a target group's targets are: addresses of pods or instances. */
export type TargetType = "ip" | "instance";
/** Whether a load balancer has public addresses. */
export type Scheme = "internet-facing" | "internal";

/** Tags of an AWS object, by key. */
export type Tags = Readonly<Record<string, string>>;

/** What a stack is for: one object, or, with an empty namespace, something of the whole cluster by its name. */
export interface StackId {
  readonly namespace: string;
  readonly name: string;
}

/** What makes an object the one it is. */
export interface ObjectIdentity extends StackId {
  readonly uid: string;
}

/** Namespace and name of an object. */
export function stackIdOf({ metadata: { namespace = "", name } }: KubeObject): StackId {
  return { namespace, name };
}

export function identityOf(object: KubeObject): ObjectIdentity {
  return { ...stackIdOf(object), uid: object.metadata.uid };
}

/** `namespace/name`, or the name alone. */
export function stackIdText(id: StackId): string {
  return id.namespace === "" ? id.name : `${id.namespace}/${id.name}`;
}

/** An id that is known, or that of a resource of the same stack that deploying makes. */
export type Reference = { readonly id: string } | { readonly resource: string };

/** Everything that is wanted for one group. */
export interface Stack {
  readonly id: StackId;
  readonly securityGroups: readonly SecurityGroupResource[];
  readonly targetGroups: readonly TargetGroupResource[];
  /** Absent when the group has no members left, or the Gateway goes. */
  readonly loadBalancer?: LoadBalancerResource;
  /** In order of their ports. */
  readonly listeners: readonly ListenerResource[];
  readonly bindings: readonly BindingResource[];
}

/** Of which nothing is wanted: all goes. */
export function emptyStack(id: StackId): Stack {
  return { id, securityGroups: [], targetGroups: [], listeners: [], bindings: [] };
}

/** What was built for a group of Ingresses, or for a Service. */
export interface BuiltModel {
  readonly stack: Stack;
  /** Whether the load balancer has the shared backend security group. */
  readonly usesBackendSecurityGroup: boolean;
}

/** Resource ids of the objects of which a stack has one. */
export const LOAD_BALANCER = "LoadBalancer";
export const MANAGED_SECURITY_GROUP = "ManagedLBSecurityGroup";
export const MANAGED_SECURITY_GROUP_DESCRIPTION = "[k8s] Managed SecurityGroup for LoadBalancer";

/** The security group that the controller manages for a load balancer. */
export interface SecurityGroupResource {
  readonly resourceId: string;
  readonly name: string;
  readonly description: string;
  readonly tags: Tags;
  /** One peer each. */
  readonly ingress: readonly IpPermission[];
}

/** The load balancer: an Application Load Balancer of a group of Ingresses, a Network Load Balancer of a Service. */
export interface LoadBalancerResource {
  readonly type: "application" | "network";
  readonly resourceId: string;
  readonly name: string;
  readonly scheme: Scheme;
  readonly ipAddressType: string;
  readonly subnetIds: readonly string[];
  /** Fixed addresses, by subnet. */
  readonly addresses?: Readonly<Record<string, SubnetMapping>>;
  readonly securityGroups: readonly Reference[];
  readonly attributes: Tags;
  readonly tags: Tags;
  /** Empty: none. Absent: whatever it has is left alone. */
  readonly webAclArn?: string;
}

/** How a target group finds out which targets are healthy. */
export interface HealthCheck {
  /** A number or `traffic-port`. */
  readonly port: string;
  readonly protocol: string;
  /** None of a check by TCP, as `matcher`. */
  readonly path?: string;
  readonly matcher?: { readonly HttpCode: string } | { readonly GrpcCode: string };
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
}

/** A target group for one port of one Service. */
export interface TargetGroupResource {
  readonly resourceId: string;
  readonly name: string;
  readonly targetType: TargetType;
  readonly port: number;
  readonly protocol: string;
  /** Behind an Application Load Balancer. */
  readonly protocolVersion?: string;
  readonly ipAddressType: "ipv4" | "ipv6";
  readonly healthCheck: HealthCheck;
  readonly attributes: Tags;
  readonly tags: Tags;
}

/** Where a rule sends requests. */
export type RuleAction =
  | { readonly type: "fixed-response"; readonly config: FixedResponseConfig }
  | { readonly type: "redirect"; readonly config: RedirectConfig }
  | {
      readonly type: "forward";
      readonly targetGroups: readonly { readonly targetGroup: Reference; readonly weight?: number }[];
      readonly stickiness?: { readonly Enabled?: boolean; readonly DurationSeconds?: number };
    };

/** A port of the load balancer, with its rules, of which one of a Network Load Balancer has none. */
export interface ListenerResource {
  readonly port: number;
  readonly protocol: ListenerProtocol;
  readonly defaultActions: readonly RuleAction[];
  /** The first is the default. */
  readonly certificates: readonly Certificate[];
  readonly sslPolicy?: string;
  readonly mutualAuthentication?: MutualAuthentication;
  readonly attributes: Tags;
  readonly tags: Tags;
  readonly rules: readonly ListenerRuleResource[];
}

/** Protocols of Application Load Balancers. */
export type ApplicationProtocol = "HTTP" | "HTTPS";

/** Protocols of load balancers. */
export type ListenerProtocol = ApplicationProtocol | "TCP" | "UDP" | "TCP_UDP" | "TLS";

/** A rule of a listener: the first whose conditions hold acts. */
export interface ListenerRuleResource {
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
  readonly transforms: readonly RuleTransform[];
  readonly tags: Tags;
}

/** A port that a binding opens; without a number or name: all. */
export interface NetworkingPort {
  readonly protocol: "TCP" | "UDP";
  readonly port?: number | string;
}

/** The TargetGroupBinding that fills a target group. */
export interface BindingResource {
  readonly namespace: string;
  readonly name: string;
  /** Those that a Gateway's infrastructure has. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly targetGroup: Reference;
  readonly targetType: TargetType;
  readonly targetGroupProtocol: string;
  readonly serviceRef: { readonly name: string; readonly port: number | string };
  /** Rules, all from the same group. Absent: security groups are left alone. */
  readonly networking?: {
    readonly source: Reference;
    /** The ports of each rule. */
    readonly rules: readonly (readonly NetworkingPort[])[];
  };
  readonly nodeSelector?: LabelSelector;
  readonly ipAddressType: "ipv4" | "ipv6";
  readonly vpcId: string;
  readonly multiCluster: boolean;
}
