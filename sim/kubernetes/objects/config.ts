import type { KubeObject } from "../types.ts";

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}

export interface Secret extends KubeObject {
  /** Values in base64. */
  readonly data?: Readonly<Record<string, string>>;
  /** For writing only. */
  readonly stringData?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
  readonly type?: string;
}

declare module "../types.ts" {
  interface Kinds {
    "v1/ConfigMap": ConfigMap;
    "v1/Secret": Secret;
  }
}
