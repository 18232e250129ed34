import { expect, it } from "vitest";
import { ec2State } from "../../sim/aws/ec2/state.ts";
import { eksState } from "../../sim/aws/eks/state.ts";
import { answersOf, runExample } from "../support/example.ts";

it("examples/closed-network serves from a VPC that has endpoints, and no way to the internet", async () => {
  const leftovers = await runExample(
    "closed-network",
    (example) => {
      const clusters = ["closed-a", "closed-b"];
      expect(answersOf(example)).toEqual({ orders: clusters, status: clusters });
      const { cloud } = example.session;
      expect(ec2State(cloud).internetGateways.size + ec2State(cloud).natGateways.size).toBe(0);
      for (const { encryptionConfig } of eksState(cloud).clusters.values()) {
        expect(encryptionConfig?.[0]?.provider.keyArn).toMatch(/key\/1234abcd-12ab-34cd-56ef-1234567890ab$/);
      }
    },
    { inVpc: true },
  );
  expect(leftovers).toEqual([]);
});
