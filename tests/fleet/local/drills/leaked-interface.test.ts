import { beforeAll, describe, expect, it } from "vitest";
import type { DrillOutcome } from "../../../../fleet/local/drills/drill.ts";
import { play, told } from "./support.ts";

describe("leaked-interface", () => {
  let outcome: DrillOutcome;

  beforeAll(async () => {
    outcome = await play("leaked-interface");
  });

  it("lets the member go, and stops the primary at the subnet of the interface", () => {
    expect(told(outcome.moments)).toMatchInlineSnapshot(`
    "cluster2 is destroyed, and a node of it leaves an interface behind
      stack cluster2
        is destroyed
    cluster1 is destroyed
      stack cluster1, aws:ec2/subnet:Subnet myeks-vpc-public-1
        The subnet 'subnet-1' has dependencies and cannot be deleted.
      AWS, network interface eni-1
        available, aws-K8S-i-1
      AWS, security group sg-1
        eks-cluster-sg-myeks-cluster2-NUMBER"
  `);
  });

  it("goes on where it stopped once interface and security group are deleted", () => {
    expect(told(outcome.afterRemedy)).toMatchInlineSnapshot(`
    "interface and security group are deleted by hand
      stack cluster1
        is destroyed"
  `);
  });
});
