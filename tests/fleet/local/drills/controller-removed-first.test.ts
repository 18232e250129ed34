import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("controller-removed-first", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("controller-removed-first");
  });

  it("leaves the Ingress with its finalizer, and in AWS what the controller made", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "the controller is gone, and the Ingress is deleted
        cluster myeks, Ingress/ingress-2048
          deletionTimestamp: TIME, finalizers: ingress.k8s.aws/resources
        AWS, load balancer
          arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/k8s-game2048-ingress2-HASH/ID
        AWS, target group
          arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/k8s-game2048-service2-HASH/ID
        AWS, security group
          sg-1 (k8s-game2048-ingress2-HASH)"
    `);
  });

  it("is finished by the controller when it is back", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "the controller is back
        cluster myeks, Ingress/ingress-2048
          does not exist"
    `);
  });
});
