import type { KubeObject } from "../types.ts";

/** networking/v1 IngressServiceBackend */
export interface ServiceBackend {
  readonly name: string;
  readonly port?: { readonly number?: number; readonly name?: string };
}

/** networking/v1 IngressBackend: one of the two. */
export interface IngressBackend {
  readonly service?: ServiceBackend;
  readonly resource?: object;
}

/** networking/v1 HTTPIngressPath */
export interface IngressPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend: IngressBackend;
}

/** networking/v1 IngressRule */
export interface IngressRule {
  readonly host?: string;
  readonly http?: { readonly paths: readonly IngressPath[] };
}

/** networking/v1 IngressLoadBalancerIngress; core/v1 LoadBalancerIngress of Services. */
export interface LoadBalancerAddress {
  readonly hostname?: string;
  readonly ip?: string;
  readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
}

/** networking/v1 Ingress */
export interface Ingress extends KubeObject {
  readonly spec: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly rules?: readonly IngressRule[];
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly LoadBalancerAddress[] } };
}

/** networking/v1 IngressClass */
export interface IngressClass extends KubeObject {
  readonly spec: {
    readonly controller?: string;
    readonly parameters?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
  };
}

declare module "../types.ts" {
  interface Kinds {
    "networking.k8s.io/v1/Ingress": Ingress;
    "networking.k8s.io/v1/IngressClass": IngressClass;
  }
}
