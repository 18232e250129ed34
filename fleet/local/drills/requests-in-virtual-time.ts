import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import type { VirtualRequest } from "../../../sim/data-plane/virtual-request.ts";
import { firstListener } from "./first-listener.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

/** Time in which requests are counted. */
const COUNTED_MS = 60_000;

/** Who answers requests to the apps of the first load balancer, and how others fail; nobody waits for a target that is gone. */
export function answeredInVirtualTime(stage: Stage): Symptom {
  const { cloud } = stage;
  const { dnsName } = firstListener(stage);
  const load = new VirtualLoad(cloud, { dnsName, requests: requestsToApps(stage) });
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

/** What becomes in the end of several kinds of requests to the first app, by words for them, all sent at the same time. */
export function answersTo(stage: Stage, kinds: Readonly<Record<string, VirtualRequest>>): Symptom[] {
  const { cloud } = stage;
  const { dnsName } = firstListener(stage);
  const [toApp] = requestsToApps(stage);
  const loads = Object.entries(kinds).map(([where, kind]) => {
    const requests = [{ ...toApp, status: 200, ...kind }];
    return { where, load: new VirtualLoad(cloud, { dnsName, requests }) };
  });
  cloud.clock.advance(COUNTED_MS);
  for (const { load } of loads) load.take();
  cloud.clock.advance(COUNTED_MS);
  return loads.map(({ where, load }) => {
    const [failed = "answered by the app"] = Object.keys(load.take().failed);
    load.stop();
    return { where, what: failed.replace(/ of .*/, "") };
  });
}

/** One for each route that forwards. */
function requestsToApps(stage: Stage): VirtualRequest[] {
  return firstListener(stage)
    .routes.filter(({ forwardsTo }) => forwardsTo.length > 0)
    .flatMap(({ sample }) => sample ?? [])
    .map(({ host, target }) => ({ target, ...(host !== null && { host }) }));
}
