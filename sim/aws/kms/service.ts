import type { Service } from "../../service.ts";
import { getKey, kmsOperations, kmsState } from "./keys.ts";

/** AWS KMS: keys that are in the account, and who may use them. */
export const kmsService: Service = {
  name: "kms",
  state: kmsState,
  operations: { kms: kmsOperations },
  functions: [getKey],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly kms: typeof kmsOperations;
  }
}
