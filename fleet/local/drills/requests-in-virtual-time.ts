import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { listenersOf } from "../listeners.ts";
import { admittedOrigins } from "../traffic/admitted-address.ts";
import { readRoutes } from "../traffic/routes.ts";
import { verifyTargets } from "../verify.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

/** Time in which requests are counted. */
const COUNTED_MS = 60_000;

/** Who answers requests to the apps of the first load balancer, and how others fail; nobody waits for a target that is gone. */
export function answeredInVirtualTime({ cloud }: Stage): Symptom {
  const [loadBalancer] = verifyTargets(cloud).loadBalancers;
  const { arn, dnsName } = loadBalancer!;
  const { ListenerArn, Port = 80 } = listenersOf(cloud, arn).find(({ Protocol }) => Protocol === "HTTP")!;
  const origins = admittedOrigins(cloud, arn, Port);
  const requests = readRoutes(cloud, ListenerArn, origins)
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
