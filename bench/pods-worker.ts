/** Brings up so many clusters, scales their page to so many pods in all, and prints how long it takes until all are healthy. */
import { verifyTargets } from "../fleet/local/verify.ts";
import { clustersOf } from "../sim/kubernetes/clusters.ts";
import { bringUpFleet } from "./fleet.ts";
import type { ManyPods } from "./pods.ts";

const [pods, clusters] = process.argv.slice(2).map(Number);
const HOUR_MS = 60 * 60_000;

const nodes = {
  podNetworking: { mode: "prefix-delegation" },
  nodeGroups: [{ name: "ng", instanceTypes: ["m5.2xlarge"], count: 3 }],
};
const {
  host: { cloud },
} = await bringUpFleet(clusters!, { owner: nodes, member: nodes });
const started = { realMs: performance.now(), cpu: process.cpuUsage(), virtualMs: cloud.clock.now() };
for (const { api } of clustersOf(cloud).values()) {
  api.patch("apps/v1/Deployment", "game-2048", "deployment-2048", { spec: { replicas: pods! / clusters! } });
}
let targets = verifyTargets(cloud).targets;
while (targets.length < pods! && cloud.clock.now() - started.virtualMs < HOUR_MS) {
  cloud.clock.advance(1000);
  ({ targets } = verifyTargets(cloud));
}
const healthy = targets.filter(({ state }) => state === "healthy").length;
if (healthy !== pods) throw new Error(`${healthy} of ${pods} pods are healthy`);
const { user, system } = process.cpuUsage(started.cpu);
process.stdout.write(
  JSON.stringify({
    realMs: performance.now() - started.realMs,
    cpuMs: (user + system) / 1000,
    virtualMs: cloud.clock.now() - started.virtualMs,
  } satisfies Omit<ManyPods, "pods" | "clusters">),
);
