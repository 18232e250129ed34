import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("leaves members bound to a target group that is gone until they are updated", async () => {
  const { moments, afterRemedy } = await play("vanished-app");
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "somebody takes the app out of the Ingress of cluster1, and cluster2 gets a pod more
      cluster myeks-cluster2, TargetGroupBinding/service-2048
        FailedReconcile: Failed reconcile due to operation error Elastic Load Balancing v2: DescribeTargetHealth, https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, TargetGroupNotFound: Target groups 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/k8s-game2048-service2-HASH/ID' not found
    the rule is back and cluster1 is updated, cluster2 is not
      cluster myeks-cluster2, TargetGroupBinding/service-2048
        FailedReconcile: Failed reconcile due to operation error Elastic Load Balancing v2: DescribeTargetHealth, https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, TargetGroupNotFound: Target groups 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/k8s-game2048-service2-HASH/ID' not found
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
    cluster2 is updated, too
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)
      target group, targets of cluster myeks-cluster2
        3 healthy (target-3, target-4, target-5)"
  `);
});
