import { expect, it } from "vitest";
import { play, told } from "./support.ts";

it("log-bucket-without-policy refuses to switch the log on, and does when the policy is there", async () => {
  const { moments, afterRemedy } = await play("log-bucket-without-policy");
  expect(told(moments).replace(/myeks-logs-[0-9a-f]+/, "myeks-logs-1")).toMatchInlineSnapshot(`
    "the log is switched on
      stack cluster1, kubernetes:networking.k8s.io/v1:Ingress myeks-ingress-ingress
        FailedDeployModel: Failed deploy model due to operation error Elastic Load Balancing v2: ModifyLoadBalancerAttributes, https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, InvalidConfigurationRequest: Access Denied for bucket: myeks-logs-1. Please check S3bucket permission
        resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:MultiClusterIngress$kubernetes:networking.k8s.io/v1:Ingress::myeks-ingress-ingress" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition"
  `);
  expect(told(afterRemedy)).toMatchInlineSnapshot(`
    "with the policy
      target group, targets of cluster myeks
        2 healthy (target-1, target-2)"
  `);
});
