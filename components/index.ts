/**
 * The components of this package: one Application Load Balancer and one target group in front of several Amazon EKS
 * clusters.
 *
 * @packageDocumentation
 */
export * from "./app/index.ts";
export * from "./backend-security-group/index.ts";
export * from "./certificate/index.ts";
export * from "./deletion-guard/index.ts";
export * from "./deletion-protection/index.ts";
export * from "./demo-app/index.ts";
export * from "./edge-alarms/index.ts";
export * from "./edge-logs/index.ts";
export * from "./edge-protection/index.ts";
export * from "./dns-names/index.ts";
export * from "./eks-cluster/index.ts";
export * from "./external-dns-addon/index.ts";
export * from "./gateway-api/index.ts";
export * from "./gateway-class/index.ts";
export * from "./lbc-addon/index.ts";
export * from "./lbc-policy/index.ts";
export * from "./metrics-server-addon/index.ts";
export * from "./multi-cluster-ingress/index.ts";
export * from "./nlb-service/index.ts";
export * from "./rollout/index.ts";
export * from "./shared-load-balancer/index.ts";
export * from "./shared-target-groups/index.ts";
export { ArgsError } from "./shared/args-error.ts";
export type { DisruptionBudget } from "./shared/disruption-budget.ts";
export type { NamedZone, PublicZone } from "./shared/hosted-zone.ts";
export { partitionOf, type AwsPartition } from "./shared/iam.ts";
export {
  IDENTITY_TYPES,
  type IrsaIdentity,
  type PodCredentials,
  type PodIdentity,
} from "./shared/identity/identity-args.ts";
export {
  DESYNC_MITIGATIONS,
  FORWARDED_FOR_MODES,
  type RequestHandlingArgs,
} from "./shared/load-balancer/handling.ts";
export { GATEWAY_PRECEDENCES, type GatewayClassTerms } from "./shared/load-balancer/gateway-class.ts";
export {
  HEALTH_CHECK_DEFAULTS,
  HEALTH_CHECK_PROTOCOLS,
  TRAFFIC_PORT,
  type HealthCheckArgs,
} from "./shared/load-balancer/health-check.ts";
export type { IngressClassArgs, IngressClassSubnets } from "./shared/load-balancer/ingress-class.ts";
export {
  LOAD_BALANCER_DEFAULTS,
  SCHEMES,
  type AccessLogsArgs,
  type LoadBalancerArgs,
  type TlsArgs,
} from "./shared/load-balancer/load-balancer.ts";
export {
  PASSTHROUGH,
  type MutualTls,
  type TrustStoreArgs,
} from "./shared/load-balancer/client-certificates.ts";
export {
  CORS_METHODS,
  FRAME_OPTIONS,
  type CorsArgs,
  type ResponseHeadersArgs,
  type StrictTransportSecurityArgs,
} from "./shared/load-balancer/response-headers.ts";
export {
  ALGORITHMS,
  PROTOCOL_VERSIONS,
  TARGET_GROUP_DEFAULTS,
  TARGET_TYPES,
  type ApplicationCookie,
  type LoadBalancerCookie,
  type TargetGroupArgs,
} from "./shared/load-balancer/target-group.ts";
export { TARGET_APP_DEFAULTS, type TargetAppArgs } from "./shared/load-balancer/target-app.ts";
export { TRAFFIC_KINDS, type ClusterWeights } from "./shared/load-balancer/traffic.ts";
export type { PodResources } from "./shared/pods/pod-resources.ts";
export type { ServingArgs } from "./shared/pods/serving-args.ts";
export type { ServingTransforms } from "./shared/pods/serving-deployment.ts";
export type { ArgKey, KeyOf, Problem, ProblemOf } from "./shared/problem.ts";
export {
  CONTENT_TYPES,
  DEFAULT_ACTION,
  DEFAULT_ROUTES,
  REDIRECT_PROTOCOLS,
  REDIRECT_STATUS_CODES,
  ROUTING_QUOTAS,
  type DefaultAction,
  type DefaultApp,
  type DefaultFixedResponse,
  type DefaultRedirect,
  type ExactPath,
  type FixedResponse,
  type PathPattern,
  type PathPrefix,
  type Route,
  type RouteHeader,
  type RoutePath,
  type RouteQuery,
  type RouteRedirect,
  type RouteRewrite,
  type RoutingQuotas,
} from "./shared/routing/route.ts";
export type { Tags } from "./shared/tags.ts";
export { TAINT_EFFECTS, TOLERATION_OPERATORS, type Toleration } from "./shared/tolerations.ts";
export type {
  ChildOptions,
  ChildTransform,
  ObjectTransform,
  Transform,
  WithPlainMetadata,
} from "./shared/transform.ts";
export * from "./vpc/index.ts";
