import { describe, expect, it } from "vitest";
import { play, told } from "./support.ts";

describe("subnets-without-role-tags", () => {
  it("finds subnets by their routes, and none without those", async () => {
    const { moments, afterRemedy } = await play("subnets-without-role-tags");
    expect(told(moments)).toMatchInlineSnapshot(`
      "no role tags, routes to an internet gateway
        AWS, subnets of the load balancer
          192.168.0.0/22 in ap-northeast-2a, 192.168.4.0/22 in ap-northeast-2b, 192.168.8.0/22 in ap-northeast-2c
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
      no role tags, no routes to an internet gateway
        stack cluster1, kubernetes:networking.k8s.io/v1:Ingress myeks-ingress-ingress
          FailedBuildModel: Failed build model due to couldn't auto-discover subnets: unable to resolve at least one subnet. Evaluated 0 subnets: 0 are tagged for other clusters, and 0 have insufficient available IP addresses
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:MultiClusterIngress$kubernetes:networking.k8s.io/v1:Ingress::myeks-ingress-ingress" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "role tags, still no routes: it is made, but nobody on the internet reaches it
        AWS, subnets of the load balancer
          192.168.0.0/22 in ap-northeast-2a, 192.168.4.0/22 in ap-northeast-2b, 192.168.8.0/22 in ap-northeast-2c
        target group, targets of cluster myeks
          2 healthy (target-3, target-4)"
    `);
  });
});

describe("one-zone", () => {
  it("is refused by the controller, until another zone's subnet has the tag", async () => {
    const { moments, afterRemedy } = await play("one-zone");
    expect(told(moments)).toMatchInlineSnapshot(`
      "the subnets of two zones have no role tag
        stack cluster1, kubernetes:networking.k8s.io/v1:Ingress myeks-ingress-ingress
          FailedBuildModel: Failed build model due to couldn't auto-discover subnets: subnets count less than minimal required count: 1 < 2
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:MultiClusterIngress$kubernetes:networking.k8s.io/v1:Ingress::myeks-ingress-ingress" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "the subnets of all zones have it
        AWS, subnets of the load balancer
          192.168.0.0/22 in ap-northeast-2a, 192.168.4.0/22 in ap-northeast-2b, 192.168.8.0/22 in ap-northeast-2c
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)"
    `);
  });
});

describe("few-addresses", () => {
  it("is refused by the controller, until addresses are free", async () => {
    const { moments, afterRemedy } = await play("few-addresses");
    expect(told(moments)).toMatchInlineSnapshot(`
      "7 addresses are free in each public subnet
        stack cluster1, kubernetes:networking.k8s.io/v1:Ingress myeks-ingress-ingress
          FailedBuildModel: Failed build model due to couldn't auto-discover subnets: unable to resolve at least one subnet. Evaluated 3 subnets: 0 are tagged for other clusters, and 3 have insufficient available IP addresses
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:MultiClusterIngress$kubernetes:networking.k8s.io/v1:Ingress::myeks-ingress-ingress" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "what took the others is gone
        AWS, subnets of the load balancer
          192.168.0.0/22 in ap-northeast-2a, 192.168.4.0/22 in ap-northeast-2b, 192.168.8.0/22 in ap-northeast-2c
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)"
    `);
  });
});
