import { operation } from "../../core/operation.ts";
import type { Service } from "../../service.ts";

/** The simulated account has no subscription to Shield Advanced. */
const shieldOperations = {
  GetSubscriptionState: operation({
    run: (): { SubscriptionState: "ACTIVE" | "INACTIVE" } => ({ SubscriptionState: "INACTIVE" }),
  }),
};

/** AWS Shield. */
export const shieldService: Service = { name: "shield", operations: { shield: shieldOperations } };

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly shield: typeof shieldOperations;
  }
}
