import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("flag-flipped", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("flag-flipped");
  });

  it("evicts the other cluster's targets when it goes off, and leaks one of its own when it goes on", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "all stacks are up
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4
      the flag of cluster2 is switched off
        AWS, DeregisterTargets by the controller of cluster myeks-cluster2
          target-1, target-2
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4
      cluster2 is scaled to 3 pods
        AWS, RegisterTargets by the controller of cluster myeks-cluster2
          target-5
        target group, targets of cluster myeks-cluster2
          3 healthy (target-5, target-3, target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4
      the flag of cluster2 is on again, and at the same moment it is scaled to 2 pods
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        target group, targets of no living cluster
          1 unhealthy, Target.Timeout: Request timed out (target-5)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4"
    `);
  });

  it("is repaired by a reconcile of the other cluster and by hand", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "cluster1 is scaled to 3 pods, and so reconciles
        AWS, RegisterTargets by the controller of cluster myeks
          target-6, target-1, target-2
        target group, targets of cluster myeks
          3 healthy (target-6, target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        target group, targets of no living cluster
          1 unhealthy, Target.Timeout: Request timed out (target-5)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2,target-6
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4
      what no cluster knows is deregistered by hand
        AWS, DeregisterTargets by arn:aws:iam::123456789012:user/administrator
          target-5
        target group, targets of cluster myeks
          3 healthy (target-6, target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2,target-6
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4"
    `);
  });
});
