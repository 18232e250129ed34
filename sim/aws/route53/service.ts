import type { Service } from "../../service.ts";
import { route53Operations } from "./operations.ts";
import { recordResource } from "./record-resource.ts";
import { route53State } from "./state.ts";
import { getRecords, getZone } from "./functions.ts";

/** Amazon Route 53: hosted zones that are there, and records in them. */
export const route53Service: Service = {
  name: "route53",
  state: route53State,
  operations: { route53: route53Operations },
  resources: [recordResource],
  functions: [getZone, getRecords],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly route53: typeof route53Operations;
  }
}
