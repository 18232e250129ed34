import { describe, expect, it } from "vitest";
import { play, told } from "./support.ts";

describe("both-flags-on", () => {
  it("lists each cluster's own targets, and scaling one never touches the other's", async () => {
    const { moments, afterRemedy } = await play("both-flags-on");
    expect(told(moments)).toMatchInlineSnapshot(`
      "all stacks are up
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4
      cluster2 is scaled to 3 pods
        AWS, RegisterTargets by the controller of cluster myeks-cluster2
          target-5
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          3 healthy (target-5, target-3, target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-3,target-4,target-5
      cluster2 is scaled to 1 pod
        AWS, DeregisterTargets by the controller of cluster myeks-cluster2
          target-5, target-3
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          1 healthy (target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-4
      cluster1 is scaled to 3 pods
        AWS, RegisterTargets by the controller of cluster myeks
          target-6
        target group, targets of cluster myeks
          3 healthy (target-6, target-1, target-2)
        target group, targets of cluster myeks-cluster2
          1 healthy (target-4)
        cluster myeks, ConfigMap/aws-lbc-targets-k8s-game2048-service2-HASH
          target-1,target-2,target-6
        cluster myeks-cluster2, ConfigMap/aws-lbc-targets-service-2048
          target-4"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`""`);
  });
});
