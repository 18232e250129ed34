import { operation } from "../../core/operation.ts";

/** AWS Shield: the simulated account has no subscription to Shield Advanced. */
export const shieldOperations = {
  GetSubscriptionState: operation({
    run: (): { SubscriptionState: "ACTIVE" | "INACTIVE" } => ({ SubscriptionState: "INACTIVE" }),
  }),
};
