import { expect, it } from "vitest";
import { LivingFleet } from "../../support/living-fleet.ts";

it("an update does without the names of VPC and subnets that somebody took away", async () => {
  const fleet = new LivingFleet();
  const { outputs } = await fleet.succeed("cluster1");
  const subnets = outputs["publicSubnetIds"] as string[];
  fleet.cloud.call(fleet.cloud.administrator, "ec2", "DeleteTags", {
    Resources: [outputs["vpcId"] as string, ...subnets],
    Tags: [{ Key: "Name" }],
  });
  const { steps } = await fleet.succeed("cluster1");
  expect(steps).toEqual([]);
});
