import type { Service } from "../../service.ts";
import { snsOperations } from "./operations.ts";
import { snsResources } from "./resources.ts";
import { snsState } from "./state.ts";

/** Amazon SNS: topics that tell of alarms. */
export const snsService: Service = {
  name: "sns",
  state: snsState,
  operations: { sns: snsOperations },
  resources: snsResources,
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly sns: typeof snsOperations;
  }
}
