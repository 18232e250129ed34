import { expect, it } from "vitest";
import { runExample } from "../support/example.ts";
import { heldByNodes, nginx, podsOf, waitingWords } from "../support/pod-addresses.ts";

it("examples/vpc-cni-warm-addresses keeps interfaces or addresses free, and runs as many pods as nodes take", async () => {
  const leftovers = await runExample("vpc-cni-warm-addresses", ({ session: { cloud } }) => {
    // Without pods: one interface of five, or two so that they hold ten.
    expect(heldByNodes(cloud, "by-interface", "idle")).toEqual([[5]]);
    expect(heldByNodes(cloud, "by-address", "idle")).toEqual([[5, 5]]);

    for (const cluster of ["by-interface", "by-address"]) {
      // 51 in all, less 10 of the system on these nodes and the two of the game.
      for (const [replicas, waiting] of [
        [15, 0],
        [50, 11],
        [100, 61],
      ] as const) {
        nginx(cloud, cluster, replicas);
        cloud.clock.advance(5 * 60_000);
        const pods = podsOf(cloud, cluster);
        expect(pods.filter(({ status }) => status.phase !== "Running")).toHaveLength(waiting);
      }
      expect(waitingWords(cloud, cluster)).toEqual([
        "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Too many pods. no new claims to deallocate, " +
          "preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.",
      ]);
      expect(heldByNodes(cloud, cluster, "ng")).toEqual(Array(3).fill([5, 5, 5]));
      nginx(cloud, cluster, 0);
      cloud.clock.advance(10 * 60_000);
    }
    expect(heldByNodes(cloud, "by-interface", "ng")).toEqual(Array(3).fill([5, 5]));
    expect(heldByNodes(cloud, "by-address", "ng")).toEqual(Array(3).fill([5, 5]));
  });
  expect(leftovers).toEqual([]);
});
