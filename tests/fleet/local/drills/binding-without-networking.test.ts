import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("binding-without-networking", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("binding-without-networking");
  });

  it("registers targets that are unhealthy by time-out, and the update fails", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "cluster2 has joined without spec.networking
        stack cluster2, kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch myeks-cluster2-app-rollout-targets
          resource "urn:pulumi:cluster2::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch::myeks-cluster2-app-rollout-targets" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition
        stack cluster2, kubernetes:apps/v1:DeploymentPatch myeks-cluster2-app-rollout-pods
          resource "urn:pulumi:cluster2::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:apps/v1:DeploymentPatch::myeks-cluster2-app-rollout-pods" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready
          [ProgressDeadlineExceeded] ReplicaSet "deployment-2048-HASH" has timed out progressing.
          [MinimumReplicasUnavailable] Deployment does not have minimum availability.
          Minimum number of live Pods was not attained
          [Pod game-2048/deployment-2048-HASH-POD]: the status of pod readiness gate "target-health.elbv2.k8s.aws/service-2048" is not "True", but False (and 1 more like it)
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 unhealthy, Target.Timeout: Request timed out (target-3, target-4)"
    `);
  });

  it("is repaired by an update", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "cluster2 is updated with spec.networking
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
        target group, targets of cluster myeks-cluster2
          2 healthy (target-3, target-4)"
    `);
  });
});
