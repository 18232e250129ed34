import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";

const CACHE_MS = 600_000;

/** Web ACLs of load balancers, as the controller knows them for ten minutes. Facts: pkg/deploy/wafv2/. */
export class WebAcls {
  readonly #aws: Aws;
  /** ARN of a load balancer's web ACL, by that of the load balancer; empty: none. */
  readonly #cache: ExpiringCache<string>;

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  /** @param wanted ARN of a web ACL; empty: none. */
  reconcile(ResourceArn: string, wanted: string): void {
    const present = this.#cache.getOrFind(
      ResourceArn,
      () => this.#aws.call("wafv2", "GetWebACLForResource", { ResourceArn }).WebACL?.ARN ?? "",
    );
    if (present === wanted) return;
    if (wanted === "") this.#aws.call("wafv2", "DisassociateWebACL", { ResourceArn });
    else this.#aws.call("wafv2", "AssociateWebACL", { ResourceArn, WebACLArn: wanted });
    this.#cache.set(ResourceArn, wanted);
  }
}
