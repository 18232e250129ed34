import { describe, expect, it } from "vitest";
import { play, told } from "./support.ts";

describe("too-many-pods", () => {
  it("leaves pods pending with the scheduler's reason, until there are more nodes", async () => {
    const { moments, afterRemedy } = await play("too-many-pods");
    expect(told(moments)).toMatchInlineSnapshot(`
      "60 pods on 3 nodes
        stack cluster1, kubernetes:apps/v1:DeploymentPatch myeks-app-rollout-pods
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:apps/v1:DeploymentPatch::myeks-app-rollout-pods" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready
          [ProgressDeadlineExceeded] ReplicaSet "deployment-2048-HASH" has timed out progressing.
          [MinimumReplicasUnavailable] Deployment does not have minimum availability.
          Minimum number of live Pods was not attained
        cluster myeks
          19 pods Pending (deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD and 14 more)
        cluster myeks, events of these pods
          FailedScheduling: 0/3 nodes are available: 3 Too many pods. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod. (and 18 more like it)"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "60 pods on 5 nodes
        target group, targets of cluster myeks
          60 healthy (target-1, target-2, target-3, target-4, target-5 and 55 more)"
    `);
  });
});

describe("addresses-exhausted", () => {
  it("leaves pods pending with the CNI's reason, until addresses are free", async () => {
    const { moments, afterRemedy } = await play("addresses-exhausted");
    expect(told(moments)).toMatchInlineSnapshot(`
      "30 pods, no free address in the nodes' subnets
        stack cluster1, kubernetes:apps/v1:DeploymentPatch myeks-app-rollout-pods
          FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "SANDBOX": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container (and 3 more like it)
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:apps/v1:DeploymentPatch::myeks-app-rollout-pods" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready
          [ProgressDeadlineExceeded] ReplicaSet "deployment-2048-HASH" has timed out progressing.
          [MinimumReplicasUnavailable] Deployment does not have minimum availability.
          Minimum number of live Pods was not attained
          [Pod game-2048/deployment-2048-HASH-POD]: containers with unready status: [app] (and 3 more like it)
        cluster myeks
          4 pods Pending (deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD)
        cluster myeks, events of these pods
          FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "SANDBOX": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container (and 3 more like it)"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "what took the others is gone
        target group, targets of cluster myeks
          30 healthy (target-1, target-2, target-3, target-4, target-5 and 25 more)"
    `);
  });
});

describe("fragmented-subnet", () => {
  it("leaves pods pending beside many free addresses, until there are blocks of 16", async () => {
    const { moments, afterRemedy } = await play("fragmented-subnet");
    expect(told(moments)).toMatchInlineSnapshot(`
      "96 pods, no free block in the nodes' subnets
        stack cluster1, kubernetes:apps/v1:DeploymentPatch myeks-app-rollout-pods
          FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "SANDBOX": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container (and 3 more like it)
          the Kubernetes API server reported that "game-2048/deployment-2048" failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready
          [MinimumReplicasUnavailable] Deployment does not have minimum availability.
          Minimum number of live Pods was not attained
          [Pod game-2048/deployment-2048-HASH-POD]: containers with unready status: [app] (and 3 more like it)
        cluster myeks
          4 pods Pending (deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD, deployment-2048-HASH-POD)
        cluster myeks, events of these pods
          FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "SANDBOX": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container (and 3 more like it)
        AWS, subnet 192.168.0.0/22
          AvailableIpAddressCount 921
        AWS, subnet 192.168.4.0/22
          AvailableIpAddressCount 921
        AWS, subnet 192.168.8.0/22
          AvailableIpAddressCount 922
        AWS, refused by EC2 (CloudTrail)
          AssignPrivateIpAddresses: InsufficientCidrBlocks
        AWS, refused by EC2 (CloudTrail)
          CreateNetworkInterface: InsufficientCidrBlocks"
    `);
    expect(told(afterRemedy)).toMatchInlineSnapshot(`
      "what took the others is gone
        target group, targets of cluster myeks
          96 healthy (target-1, target-2, target-3, target-4, target-5 and 91 more)"
    `);
  });
});
