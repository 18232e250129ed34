import type { Service } from "../../service.ts";
import { alarmOperations, alarmResource } from "./alarms.ts";
import { dashboardOperations, dashboardResource } from "./dashboards.ts";
import { evaluateAlarms } from "./evaluation.ts";
import { cloudWatchState } from "./state.ts";

const cloudWatchOperations = { ...alarmOperations, ...dashboardOperations };

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
