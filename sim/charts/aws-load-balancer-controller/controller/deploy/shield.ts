import type { Clock } from "../../../../core/clock.ts";
import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";
import type { Log } from "../log.ts";

const CACHE_MS = 7_200_000;

/** Whether the account has Shield Advanced: asked before each deployment, at most every two hours. */
export class ShieldSubscription {
  readonly #aws: Aws;
  readonly #log: Log;
  readonly #cache: ExpiringCache<string>;

  constructor(aws: Aws, clock: Clock, log: Log) {
    this.#aws = aws;
    this.#log = log;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  /** A failure is logged and nothing else. Without a subscription no load balancer is protected. */
  check(): void {
    try {
      this.#cache.getOrFind(
        "state",
        () => this.#aws.call("shield", "GetSubscriptionState", {}).SubscriptionState,
      );
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      const message = "unable to determine AWS Shield subscription state, skipping AWS shield reconciliation";
      this.#log("error", message, { error: messageOf(error) });
    }
  }
}
