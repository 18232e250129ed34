import type { Service } from "../../service.ts";
import { logGroupResource } from "./log-group-resource.ts";
import { logsOperations } from "./operations.ts";
import { logsState } from "./state.ts";

/** Amazon CloudWatch Logs: log groups into which AWS WAF writes. */
export const logsService: Service = {
  name: "logs",
  state: logsState,
  operations: { logs: logsOperations },
  resources: [logGroupResource],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly logs: typeof logsOperations;
  }
}
