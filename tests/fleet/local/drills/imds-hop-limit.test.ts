import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("imds-hop-limit", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("imds-hop-limit");
  });

  it("lets the controller crash with its message", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "no values, hop limit 1
        stack cluster1, kubernetes:helm.sh/v3:Release myeks-lbc-release
          [Pod kube-system/aws-load-balancer-controller-HASH-POD, container aws-load-balancer-controller]: {"level":"error","ts":"TIME","logger":"setup","msg":"unable to initialize AWS cloud","error":"failed to get VPC ID: failed to fetch VPC ID from instance metadata: error in fetching vpc id through ec2 metadata: get mac metadata: operation error ec2imds: GetMetadata, canceled, context deadline exceeded"} (and 1 more like it)
          Helm release "kube-system/aws-load-balancer-controller" was created, but failed to initialize completely. Use Helm CLI to investigate: failed to become available within allocated timeout. Error: Helm Release kube-system/aws-load-balancer-controller: context deadline exceeded
          [Pod kube-system/aws-load-balancer-controller-HASH-POD]: containers with unready status: [aws-load-balancer-controller][CrashLoopBackOff] back-off 2m40s restarting failed container=aws-load-balancer-controller pod=aws-load-balancer-controller-HASH-POD_kube-system(UID) (and 1 more like it)
          container "aws-load-balancer-controller" terminated at TIME (Error: exit code 1) (and 1 more like it)
          BackOff: Back-off restarting failed container aws-load-balancer-controller in pod aws-load-balancer-controller-HASH-POD_kube-system(UID) (and 1 more like it)
          [Pod kube-system/aws-load-balancer-controller-HASH-POD, container aws-load-balancer-controller]: {"level":"info","ts":"TIME","msg":"version","GitVersion":"v3.5.0"} (and 1 more like it)"
    `);
  });

  it("does not matter with values, nor with two hops without", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "the values are given, hop limit 1
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)
      no values, hop limit 2
        target group, targets of cluster myeks
          2 healthy (target-3, target-4)"
    `);
  });
});
