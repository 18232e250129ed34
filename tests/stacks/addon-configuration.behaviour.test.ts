import { eksState } from "../../sim/aws/eks/state.ts";
import { expect, it } from "vitest";
import { LivingFleet } from "../support/living-fleet.ts";

it("a configuration of an add-on stays when it is left out, as with AWS's provider, and goes by an empty one", async () => {
  const fleet = new LivingFleet();
  const values = () => eksState(fleet.cloud).addons.get("myeks/coredns").configurationValues;
  await fleet.succeed("cluster1", { addons: { coredns: { configuration: { replicaCount: 3 } } } });
  expect(values()).toBe('{"replicaCount":3}');
  expect((await fleet.succeed("cluster1", { addons: {} })).steps).toEqual([]);
  expect(values()).toBe('{"replicaCount":3}');
  const { steps } = await fleet.succeed("cluster1", { addons: { coredns: { configuration: {} } } });
  expect(steps).toEqual(["update aws:eks/addon:Addon myeks-coredns"]);
  expect(values()).toBe("{}");
});
