import type { Service } from "../../service.ts";
import { shieldOperations } from "./operations.ts";

export const shieldService: Service = { name: "shield", operations: { shield: shieldOperations } };

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly shield: typeof shieldOperations;
  }
}
