import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("two-tagged-security-groups", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("two-tagged-security-groups");
  });

  it("fails the update with the controller's reason; the targets are registered all the same", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "another group of the nodes has the cluster's tag
        stack cluster1, kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch myeks-app-rollout-targets
          FailedNetworkReconcile: expected exactly one securityGroup tagged with kubernetes.io/cluster/myeks for eni eni-1, got: [sg-1 sg-2] (clusterName: myeks)
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch::myeks-app-rollout-targets" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition
        stack cluster1, kubernetes:apps/v1:DeploymentPatch myeks-app-rollout-pods
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:apps/v1:DeploymentPatch::myeks-app-rollout-pods" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready
          [ProgressDeadlineExceeded] ReplicaSet "deployment-2048-HASH" has timed out progressing.
          [MinimumReplicasUnavailable] Deployment does not have minimum availability.
          Minimum number of live Pods was not attained
          [Pod game-2048/deployment-2048-HASH-POD]: the status of pod readiness gate "target-health.elbv2.k8s.aws/k8s-game2048-service2-HASH" is not "True", but False (and 1 more like it)
        target group, targets of cluster myeks
          2 unhealthy, Target.Timeout: Request timed out (target-1, target-2)"
    `);
  });

  it("is repaired when one loses the tag", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "the nodes keep it, without the tag
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)"
    `);
  });
});
