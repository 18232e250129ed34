/** The Kubernetes objects that the controller works with; only the fields that it reads or writes. */
import type { Condition, LabelSelector } from "../../../../kubernetes/objects.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";
import type { Scheme, TargetType } from "../model.ts";

/** An entry of the lists that class parameters have for maps. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** elbv2.k8s.aws/v1beta1 IngressClassParams */
export interface IngressClassParams extends KubeObject {
  readonly spec?: {
    readonly certificateArn?: readonly string[];
    readonly namespaceSelector?: LabelSelector;
    readonly group?: { readonly name: string };
    readonly scheme?: Scheme;
    readonly inboundCIDRs?: readonly string[];
    readonly sslPolicy?: string;
    readonly sslRedirectPort?: string;
    readonly subnets?: {
      readonly ids?: readonly string[];
      readonly tags?: Readonly<Record<string, readonly string[]>>;
    };
    readonly ipAddressType?: string;
    readonly tags?: readonly KeyValue[];
    readonly targetType?: TargetType;
    readonly loadBalancerAttributes?: readonly KeyValue[];
    readonly loadBalancerName?: string;
    readonly listeners?: readonly {
      readonly protocol?: string;
      readonly port?: number;
      readonly listenerAttributes?: readonly KeyValue[];
    }[];
    readonly prefixListsIDs?: readonly string[];
    readonly PrefixListsIDs?: readonly string[];
    readonly wafv2AclArn?: string;
    readonly wafv2AclName?: string;
    readonly minimumLoadBalancerCapacity?: object;
    readonly ipamConfiguration?: object;
  };
}

/** Where a binding lets traffic in from: one of the two. */
export interface NetworkingPeer {
  readonly ipBlock?: { readonly cidr: string };
  readonly securityGroup?: { readonly groupID: string };
}

/** A port by number, or by the name that the pods' containers give it; absent: all. */
export interface NetworkingPort {
  readonly protocol?: "TCP" | "UDP";
  readonly port?: number | string;
}

/** `spec.networking` of a TargetGroupBinding. */
export interface BindingNetworking {
  readonly ingress?: readonly {
    readonly from: readonly NetworkingPeer[];
    readonly ports: readonly NetworkingPort[];
  }[];
}

/** `spec` of a TargetGroupBinding. */
export interface BindingSpec {
  readonly targetGroupARN?: string;
  readonly targetGroupName?: string;
  readonly targetType?: TargetType;
  readonly targetGroupProtocol?: string;
  readonly serviceRef: { readonly name: string; readonly port: number | string };
  readonly networking?: BindingNetworking;
  readonly nodeSelector?: LabelSelector;
  readonly ipAddressType?: "ipv4" | "ipv6";
  readonly vpcID?: string;
  readonly multiClusterTargetGroup?: boolean;
  readonly iamRoleArnToAssume?: string;
  readonly assumeRoleExternalId?: string;
}

/** elbv2.k8s.aws/v1beta1 TargetGroupBinding */
export interface TargetGroupBinding extends KubeObject {
  readonly spec: BindingSpec;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly BindingCondition[];
  };
}

/** A condition in the status of a TargetGroupBinding. */
export interface BindingCondition extends Condition {
  readonly observedGeneration: number;
}

declare module "../../../../kubernetes/types.ts" {
  interface Kinds {
    "elbv2.k8s.aws/v1beta1/IngressClassParams": IngressClassParams;
    "elbv2.k8s.aws/v1beta1/TargetGroupBinding": TargetGroupBinding;
  }
}

/** Group, version and kind of what the controller works with. */
export const INGRESS = "networking.k8s.io/v1/Ingress";
export const INGRESS_CLASS = "networking.k8s.io/v1/IngressClass";
export const INGRESS_CLASS_PARAMS = "elbv2.k8s.aws/v1beta1/IngressClassParams";
export const TARGET_GROUP_BINDING = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";
export const SERVICE = "v1/Service";
export const POD = "v1/Pod";
export const NODE = "v1/Node";
export const NAMESPACE = "v1/Namespace";
export const CONFIG_MAP = "v1/ConfigMap";
export const ENDPOINT_SLICE = "discovery.k8s.io/v1/EndpointSlice";

export { isDeleting, namespacedName } from "../../../../kubernetes/controller-runtime/keys.ts";

export type {
  Ingress,
  IngressBackend,
  IngressClass,
  IngressPath,
  IngressRule,
  Service,
} from "../../../../kubernetes/objects.ts";
