import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("lost-cluster", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("lost-cluster");
  });

  it("leaves its targets, unhealthy and without requests", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "all stacks are up
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        100 requests
          50 answered by myeks, 50 answered by myeks-cluster2, 0 errors
      the cluster of cluster2 is gone
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of no living cluster
          2 unhealthy, Target.Timeout: Request timed out (target-3, target-4)
        100 requests
          100 answered by myeks, 0 errors"
    `);
  });

  it("leaves nothing once they are deregistered by hand", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "its targets are deregistered by hand
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)"
    `);
  });
});
