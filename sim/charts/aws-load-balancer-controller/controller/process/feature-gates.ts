/** Gates that the controller knows; see {@link FEATURE_GATES}. */
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
