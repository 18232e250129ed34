import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";
import { EDGE, play, told } from "./support.ts";

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

  it("is the same behind the load balancer of an edge", async () => {
    const edge = new Scene({ projectDirectory: PROJECT_DIRECTORY, configDirectory: EDGE });
    const { moments, afterRemedy } = await play("lost-cluster", edge);
    expect(told([...moments.slice(1), ...afterRemedy])).toMatchInlineSnapshot(`
      "the cluster of blue is gone
        target group, targets of cluster shop-green
          4 healthy (target-5, target-6, target-7, target-8)
        target group, targets of cluster shop-red
          4 healthy (target-9, target-10, target-11, target-12)
        target group, targets of no living cluster
          4 unhealthy, Target.Timeout: Request timed out (target-1, target-2, target-3, target-4)
        100 requests
          51 answered by shop-green, 48 answered by shop-red, 0 errors
      its targets are deregistered by hand
        target group, targets of cluster shop-green
          4 healthy (target-5, target-6, target-7, target-8)
        target group, targets of cluster shop-red
          4 healthy (target-9, target-10, target-11, target-12)"
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
