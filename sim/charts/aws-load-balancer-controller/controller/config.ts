/** What the controller was configured with, after its flags were parsed and the region and VPC were found. */
export interface ControllerConfig {
  /** `--cluster-name`: part of every name and tag. */
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: string;
  /** Value of the annotation `kubernetes.io/ingress.class` to act on; empty: also Ingresses of no class. */
  readonly ingressClass: string;
  readonly defaultTargetType: TargetType;
  readonly defaultScheme: Scheme;
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Tag keys that others manage: neither written nor removed. */
  readonly externalManagedTags: readonly string[];
  readonly enableBackendSecurityGroup: boolean;
  /** A security group that somebody else owns; used as source of rules, never created, tagged or deleted. */
  readonly backendSecurityGroup: string | undefined;
  readonly enableManageBackendSecurityGroupRules: boolean;
  readonly disableRestrictedSecurityGroupRules: boolean;
  readonly serviceTargetInterfaceTags: Readonly<Record<string, string>>;
  readonly enablePodReadinessGateInject: boolean;
  readonly enableShield: boolean;
  readonly enableWaf: boolean;
  readonly enableWafv2: boolean;
  readonly defaultSslPolicy: string;
  readonly tolerateNonExistentBackendService: boolean;
  readonly tolerateNonExistentBackendAction: boolean;
  readonly disableIngressClassAnnotation: boolean;
  readonly disableIngressGroupNameAnnotation: boolean;
  readonly loadBalancerClass: string;
  readonly ingressMaxConcurrentReconciles: number;
  readonly targetGroupBindingMaxConcurrentReconciles: number;
  readonly targetGroupBindingMaxBackoffMs: number;
  readonly targetGroupBindingRequeueMs: number;
  readonly loadBalancerMonitorIntervalMs: number;
  readonly syncPeriodMs: number;
  /** 0: no limit. */
  readonly maxTargetsPerTargetGroup: number;
  readonly featureGates: Readonly<Record<FeatureGate, boolean>>;
}

/** What a target group's targets are: addresses of pods or instances. */
export type TargetType = "ip" | "instance";
/** Whether a load balancer has public addresses. */
export type Scheme = "internet-facing" | "internal";

/** Gates that change what is simulated; see {@link FEATURE_GATES} for all that the controller knows. */
export type FeatureGate = keyof typeof FEATURE_GATES;

/** Every gate of all releases with its default. Source: pkg/config/feature_gates.go. */
export const FEATURE_GATES = {
  ALBGatewayAPI: true,
  ALBSingleSubnet: false,
  ALBTargetControlAgent: false,
  EnableCertificateManagement: false,
  EnableDefaultTagsLowPriority: false,
  EnableIPTargetType: true,
  EnableRGTAPI: false,
  EnableServiceController: true,
  EnableTCPUDPListener: false,
  EndpointsFailOpen: true,
  EnhancedDefaultBehavior: false,
  GatewayListenerSet: true,
  GlobalAcceleratorController: false,
  IngressPlanAnnotation: false,
  LBCapacityReservation: true,
  ListenerRulesTagging: true,
  NLBGatewayAPI: true,
  NLBHealthCheckAdvancedConfig: true,
  NLBSecurityGroup: true,
  ServiceTypeLoadBalancerOnly: false,
  SubnetDiscoveryByReachability: true,
  SubnetsClusterTagCheck: true,
  WeightedTargetGroups: true,
} satisfies Record<string, boolean>;
