import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { firstListener } from "./first-listener.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

/** Time in which requests are counted. */
const COUNTED_MS = 60_000;

/** Who answers requests to the apps of the first load balancer, and how others fail; nobody waits for a target that is gone. */
export function answeredInVirtualTime(stage: Stage): Symptom {
  const { cloud } = stage;
  const { dnsName, routes } = firstListener(stage);
  const requests = routes
    .filter(({ forwardsTo }) => forwardsTo.length > 0)
    .flatMap(({ sample }) => sample ?? [])
    .map(({ host, target }) => ({ target, ...(host !== null && { host }) }));
  const load = new VirtualLoad(cloud, { dnsName, requests });
  cloud.clock.advance(COUNTED_MS);
  const { failed, shareByCluster } = load.take();
  load.stop();
  const answered = Object.entries(shareByCluster).map(
    ([cluster, share]) => `${Math.round(share * 100)} % answered by ${cluster}`,
  );
  const what = [
    ...answered,
    ...Object.keys(failed).map((reason) => `failed: ${reason.replace(dnsName, "")}`),
  ];
  return { where: "requests to the apps", what: what.join(", ") };
}
