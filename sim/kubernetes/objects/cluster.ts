/** What a cluster keeps for its own work. */
import type { JsonSchema } from "../schema/custom-types.ts";
import type { KubeObject } from "../types.ts";
import type { Condition } from "./common.ts";

export interface Namespace extends KubeObject {
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status: { readonly phase: "Active" | "Terminating"; readonly conditions?: readonly Condition[] };
}

export interface Event extends KubeObject {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly lastTimestamp: string;
  readonly involvedObject: { readonly kind: string; readonly name: string; readonly uid: string };
}

export interface Lease extends KubeObject {
  readonly spec: { readonly holderIdentity?: string; readonly leaseTransitions?: number };
}

export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly names: {
      readonly kind: string;
      readonly plural: string;
      readonly singular?: string;
      readonly listKind?: string;
    };
    readonly scope: "Namespaced" | "Cluster";
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: JsonSchema };
      readonly subresources?: { readonly status?: object };
    }[];
    readonly conversion?: { readonly strategy: string };
  };
  readonly status?: {
    readonly acceptedNames?: object;
    readonly conditions?: readonly Condition[];
    readonly storedVersions?: readonly string[];
  };
}

declare module "../types.ts" {
  interface Kinds {
    "v1/Namespace": Namespace;
    "v1/Event": Event;
    "coordination.k8s.io/v1/Lease": Lease;
    "apiextensions.k8s.io/v1/CustomResourceDefinition": CustomResourceDefinition;
  }
}
