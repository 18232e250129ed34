import type { KubeObject } from "../types.ts";
import type { Condition } from "./common.ts";
import type { Taint } from "./scheduling.ts";

export interface Node extends KubeObject {
  readonly spec: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
    readonly providerID?: string;
  };
  readonly status: {
    readonly allocatable?: Readonly<Record<string, string | number>>;
    readonly capacity?: Readonly<Record<string, string | number>>;
    readonly conditions?: readonly Condition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  };
}

declare module "../types.ts" {
  interface Kinds {
    "v1/Node": Node;
  }
}
