import { expect, it } from "vitest";
import { runExample } from "../support/example.ts";
import { heldByNodes, nginx, podsOf, waitingWords } from "../support/pod-addresses.ts";

it("examples/vpc-cni-prefix-delegation runs 100 pods where nodes may run 110, and not where they may run 17", async () => {
  const leftovers = await runExample("vpc-cni-prefix-delegation", ({ session: { cloud } }) => {
    const waiting = (cluster: string, replicas: number) => {
      nginx(cloud, cluster, replicas);
      cloud.clock.advance(5 * 60_000);
      return podsOf(cloud, cluster).filter(({ status }) => status.phase !== "Running").length;
    };
    expect([waiting("dense", 50), waiting("dense", 100)]).toEqual([0, 0]);
    // Prefixes for 36 pods of each node, and one that is free.
    expect(heldByNodes(cloud, "dense", "ng")).toEqual([[4], [4], [4]]);
    expect([waiting("capped", 50), waiting("capped", 100)]).toEqual([11, 61]);
    expect(waitingWords(cloud, "capped")).toEqual([
      "0/3 nodes are available: 3 Too many pods. no new claims to deallocate, " +
        "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    ]);
    expect(heldByNodes(cloud, "capped", "ng")).toEqual([[2], [2], [2]]);
    // The most: 110 of each node, less 10 of the system and the two of the game.
    expect([waiting("dense", 318), waiting("dense", 320)]).toEqual([0, 2]);
    expect(heldByNodes(cloud, "dense", "ng")).toEqual([
      [5, 2],
      [5, 2],
      [5, 2],
    ]);
  });
  expect(leftovers).toEqual([]);
});
