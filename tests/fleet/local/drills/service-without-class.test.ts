import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("service-without-class", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("service-without-class");
  });

  it("leaves a Service to EKS, of which the simulated cloud says so", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
      "somebody makes a Service of type LoadBalancer
        cluster myeks, Service/broker
          EXTERNAL-IP <pending>
        cluster myeks, events of Service/broker
          NotSimulated: NotSimulated: EKS would make a Classic Load Balancer for a Service of type LoadBalancer without class. With spec.loadBalancerClass service.k8s.aws/nlb, AWS Load Balancer Controller makes a Network Load Balancer. The class can only be given when the Service is created."
    `);
  });

  it("is repaired by a Service with the class", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
      "it is made again, with loadBalancerClass service.k8s.aws/nlb
        cluster myeks, Service/broker
          EXTERNAL-IP is the name of a Network Load Balancer
        cluster myeks, events of Service/broker
          SuccessfullyReconciled: Successfully reconciled
        target group, targets of cluster myeks
          2 healthy (target-1, target-2)"
    `);
  });
});
