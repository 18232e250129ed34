import type { Service } from "../../service.ts";
import { alarmResource } from "./alarm-resource.ts";
import { dashboardResource } from "./dashboard-resource.ts";
import { evaluateAlarms } from "./evaluation.ts";
import { cloudWatchOperations } from "./operations.ts";
import { cloudWatchState } from "./state.ts";

/** Amazon CloudWatch: alarms on what load balancers, certificates and web ACLs report. */
export const cloudWatchService: Service = {
  name: "cloudwatch",
  state: cloudWatchState,
  operations: { cloudwatch: cloudWatchOperations },
  resources: [alarmResource, dashboardResource],
  resume: evaluateAlarms,
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly cloudwatch: typeof cloudWatchOperations;
  }
}
