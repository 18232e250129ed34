/** The objects of the Gateway API, and the controller's own for it; only the fields that it reads or writes. */
import type { Condition } from "../../../../kubernetes/objects.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";
import type { Scheme, Tags, TargetType } from "../model.ts";
import type { MutualAuthenticationConfig } from "../mutual-authentication.ts";
import type { KeyValue } from "./objects.ts";

/** A condition with the generation that it is about. */
export interface GatewayCondition extends Condition {
  readonly observedGeneration?: number;
}

/** gateway.networking.k8s.io/v1 GatewayClass */
export interface GatewayClass extends KubeObject {
  readonly spec: {
    readonly controllerName: string;
    readonly parametersRef?: { readonly kind: string; readonly name: string; readonly namespace?: string };
  };
  readonly status?: { readonly conditions?: readonly GatewayCondition[] };
}

/** A listener of a Gateway. */
export interface GatewayListener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs?: readonly object[] };
  readonly allowedRoutes?: {
    readonly namespaces?: {
      readonly from?: "Same" | "All" | "Selector" | "None";
    };
    readonly kinds?: readonly { readonly kind: string }[];
  };
}

/** What the status says of one listener. */
export interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly supportedKinds: readonly { readonly group: string; readonly kind: string }[];
  readonly conditions: readonly GatewayCondition[];
}

/** gateway.networking.k8s.io/v1 Gateway */
export interface Gateway extends KubeObject {
  readonly spec: {
    readonly gatewayClassName: string;
    readonly listeners: readonly GatewayListener[];
    readonly allowedListeners?: object;
    readonly infrastructure?: {
      readonly annotations?: Readonly<Record<string, string>>;
      readonly labels?: object;
      readonly parametersRef?: { readonly group: string; readonly kind: string; readonly name: string };
    };
  };
  readonly status?: {
    readonly addresses?: readonly { readonly type?: string; readonly value: string }[];
    readonly attachedListenerSets?: number;
    readonly conditions?: readonly GatewayCondition[];
    readonly listeners?: readonly ListenerStatus[];
  };
}

/** Whom a route wants to be attached to. */
export interface ParentReference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** What the status of a route says of one parent. */
export interface RouteParentStatus {
  readonly parentRef: ParentReference;
  readonly controllerName: string;
  readonly conditions: readonly GatewayCondition[];
}

/** Where a rule of a route sends requests. */
export interface BackendReference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly port?: number;
  readonly weight?: number;
}

/** By value or by pattern. */
interface NamedMatch {
  readonly type?: string;
  readonly name: string;
  readonly value: string;
}

/** A path as a filter changes it. */
export interface PathModifier {
  readonly type: string;
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
}

/** What else a rule does with requests. */
export interface RouteFilter {
  readonly type: string;
  readonly requestRedirect?: {
    readonly scheme?: string;
    readonly hostname?: string;
    readonly path?: PathModifier;
    readonly port?: number;
    readonly statusCode?: number;
  };
  readonly extensionRef?: { readonly group: string; readonly kind: string; readonly name: string };
  readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathModifier };
}

/** Which requests a rule is for: of HTTPRoutes by path, of GRPCRoutes by service and method. */
export interface RouteMatch {
  readonly path?: { readonly type: string; readonly value: string };
  readonly headers?: readonly NamedMatch[];
  readonly queryParams?: readonly NamedMatch[];
  readonly method?: string | { readonly type?: string; readonly service?: string; readonly method?: string };
}

/** A rule of a route. */
export interface RouteRule {
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly BackendReference[];
}

/** gateway.networking.k8s.io/v1 HTTPRoute or GRPCRoute */
export interface Route extends KubeObject {
  readonly spec: {
    readonly parentRefs?: readonly ParentReference[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly RouteRule[];
  };
  readonly status?: { readonly parents?: readonly RouteParentStatus[] };
}

/** What a LoadBalancerConfiguration says of one listener. */
export interface ListenerConfiguration {
  /** `HTTPS:443` */
  readonly protocolPort: string;
  readonly defaultCertificate?: string;
  readonly certificates?: readonly string[];
  readonly sslPolicy?: string;
  readonly mutualAuthentication?: MutualAuthenticationConfig;
  readonly listenerAttributes?: readonly KeyValue[];
  readonly quicEnabled?: boolean;
}

/** `spec` of a LoadBalancerConfiguration. */
export interface LoadBalancerSpec {
  readonly mergingMode?: "prefer-gateway" | "prefer-gateway-class";
  readonly loadBalancerName?: string;
  readonly scheme?: Scheme;
  readonly loadBalancerSubnets?: readonly { readonly identifier: string }[];
  readonly listenerConfigurations?: readonly ListenerConfiguration[];
  readonly sourceRanges?: readonly string[];
  readonly loadBalancerAttributes?: readonly KeyValue[];
  readonly tags?: Tags;
  readonly defaultTargetGroupConfiguration?: { readonly name: string };
}

/** gateway.k8s.aws/v1 LoadBalancerConfiguration */
export interface LoadBalancerConfiguration extends KubeObject {
  readonly spec?: LoadBalancerSpec;
}

/** What a TargetGroupConfiguration says of target groups. */
export interface TargetGroupProps {
  readonly targetType?: TargetType;
  readonly protocol?: string;
  readonly protocolVersion?: string;
  readonly healthCheckConfig?: {
    readonly healthCheckInterval?: number;
    readonly healthCheckPath?: string;
    readonly healthCheckPort?: string;
    readonly healthCheckProtocol?: string;
    readonly healthCheckTimeout?: number;
    readonly healthyThresholdCount?: number;
    readonly unhealthyThresholdCount?: number;
    readonly matcher?: { readonly httpCode?: string; readonly grpcCode?: string };
  };
  readonly enableMultiCluster?: boolean;
  readonly targetGroupAttributes?: readonly KeyValue[];
  readonly tags?: Tags;
}

/** gateway.k8s.aws/v1 TargetGroupConfiguration */
export interface TargetGroupConfiguration extends KubeObject {
  readonly spec: {
    readonly targetReference?: { readonly kind?: string; readonly name: string };
    readonly defaultConfiguration?: TargetGroupProps;
    readonly routeConfigurations?: readonly object[];
  };
}

/** gateway.k8s.aws/v1 ListenerRuleConfiguration: what routes have no words for. */
export interface ListenerRuleConfiguration extends KubeObject {
  readonly spec: {
    readonly actions?: readonly {
      readonly type: string;
      readonly fixedResponseConfig?: {
        readonly statusCode: number;
        readonly contentType?: string;
        readonly messageBody?: string;
      };
      readonly redirectConfig?: { readonly query?: string };
    }[];
    readonly conditions?: readonly {
      readonly field: string;
      readonly sourceIPConfig?: { readonly values: readonly string[] };
      readonly matchIndexes?: readonly number[];
    }[];
    readonly tags?: Tags;
  };
  readonly status?: {
    readonly accepted?: boolean;
    readonly message?: string;
    readonly observedGeneration?: number;
  };
}

declare module "../../../../kubernetes/types.ts" {
  interface Kinds {
    "gateway.networking.k8s.io/v1/GatewayClass": GatewayClass;
    "gateway.networking.k8s.io/v1/Gateway": Gateway;
    "gateway.networking.k8s.io/v1/HTTPRoute": Route;
    "gateway.networking.k8s.io/v1/GRPCRoute": Route;
    "gateway.k8s.aws/v1/LoadBalancerConfiguration": LoadBalancerConfiguration;
    "gateway.k8s.aws/v1/TargetGroupConfiguration": TargetGroupConfiguration;
    "gateway.k8s.aws/v1/ListenerRuleConfiguration": ListenerRuleConfiguration;
  }
}

/** Group, version and kind. */
export const GATEWAY_CLASS = "gateway.networking.k8s.io/v1/GatewayClass";
export const GATEWAY = "gateway.networking.k8s.io/v1/Gateway";
export const HTTP_ROUTE = "gateway.networking.k8s.io/v1/HTTPRoute";
export const GRPC_ROUTE = "gateway.networking.k8s.io/v1/GRPCRoute";
export const LOAD_BALANCER_CONFIGURATION = "gateway.k8s.aws/v1/LoadBalancerConfiguration";
export const TARGET_GROUP_CONFIGURATION = "gateway.k8s.aws/v1/TargetGroupConfiguration";
export const LISTENER_RULE_CONFIGURATION = "gateway.k8s.aws/v1/ListenerRuleConfiguration";

/** The kinds of routes that an Application Load Balancer serves. */
export const ROUTES = [HTTP_ROUTE, GRPC_ROUTE] as const;

/** The name by which a GatewayClass asks for Application Load Balancers of this controller. */
export const ALB_CONTROLLER = "gateway.k8s.aws/alb";
