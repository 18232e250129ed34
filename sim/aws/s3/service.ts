import type { Service } from "../../service.ts";
import { s3Operations, s3Resources } from "./buckets.ts";
import { s3State } from "./state.ts";

/** Amazon S3: buckets into which load balancers write logs. */
export const s3Service: Service = {
  name: "s3",
  state: s3State,
  operations: { s3: s3Operations },
  resources: s3Resources,
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly s3: typeof s3Operations;
  }
}
