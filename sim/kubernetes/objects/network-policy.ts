import type { KubeObject } from "../types.ts";
import type { LabelSelector } from "./common.ts";

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface NetworkPolicyPort {
  readonly protocol: string;
  /** Number, or name of a port of the pod; without it every port. */
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface IngressRuleOfPolicy {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly podSelector: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly IngressRuleOfPolicy[];
    readonly egress?: readonly unknown[];
  };
}

declare module "../types.ts" {
  interface Kinds {
    "networking.k8s.io/v1/NetworkPolicy": NetworkPolicy;
  }
}
