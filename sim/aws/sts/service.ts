import type { Service } from "../../service.ts";
import { stsOperations } from "./operations.ts";

export const stsService: Service = { name: "sts", operations: { sts: stsOperations } };

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly sts: typeof stsOperations;
  }
}
