import { describe, expect, it } from "vitest";
import { play, told } from "./support.ts";

describe("member-flag-off", () => {
  it("evicts the primary's targets until the flag is on and the primary reconciles", async () => {
    const { moments, afterRemedy } = await play("member-flag-off");
    expect(told(moments)).toMatchInlineSnapshot(`
      "cluster1 is up
        AWS, RegisterTargets by the controller of cluster myeks
          target-1, target-2
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
      cluster2 has joined without the flag
        AWS, DeregisterTargets by the controller of cluster myeks-cluster2
          target-1, target-2
        AWS, RegisterTargets by the controller of cluster myeks-cluster2
          target-3, target-4
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "cluster2 has the flag
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
      cluster1 is scaled to 3 pods, and so reconciles
        AWS, RegisterTargets by the controller of cluster myeks
          target-5, target-1, target-2
        target group, targets of cluster myeks
          3 healthy (target-5, target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)"
    `);
  });
});

describe("both-flags-off", () => {
  it("lets the clusters evict each other until both are updated with the flag", async () => {
    const { moments, afterRemedy } = await play("both-flags-off");
    expect(told(moments)).toMatchInlineSnapshot(`
      "cluster1 is up
        AWS, RegisterTargets by the controller of cluster myeks
          target-1, target-2
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
      cluster2 has joined
        AWS, DeregisterTargets by the controller of cluster myeks-cluster2
          target-1, target-2
        AWS, RegisterTargets by the controller of cluster myeks-cluster2
          target-3, target-4
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
      cluster1 is scaled to 3 pods
        AWS, DeregisterTargets by the controller of cluster myeks
          target-3, target-4
        AWS, RegisterTargets by the controller of cluster myeks
          target-5, target-1, target-2
        target group, targets of cluster myeks
          3 healthy (target-5, target-1, target-2)
      cluster2 is scaled to 3 pods
        AWS, DeregisterTargets by the controller of cluster myeks-cluster2
          target-5, target-1, target-2
        AWS, RegisterTargets by the controller of cluster myeks-cluster2
          target-6, target-3, target-4
        target group, targets of cluster myeks-cluster2
          3 healthy (target-6, target-3, target-4)"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "cluster2 is updated with the flag
        target group, targets of cluster myeks-cluster2
          3 healthy (target-6, target-3, target-4)
      cluster1 is updated with the flag
        AWS, RegisterTargets by the controller of cluster myeks
          target-5, target-1, target-2
        target group, targets of cluster myeks
          3 healthy (target-5, target-1, target-2)
        target group, targets of cluster myeks-cluster2
          3 healthy (target-6, target-3, target-4)"
    `);
  });
});
