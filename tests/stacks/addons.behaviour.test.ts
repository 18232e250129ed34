import { eksState } from "../../sim/aws/eks/state.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { LivingFleet } from "../support/living-fleet.ts";

const MONTH_MS = 31 * 24 * 60 * 60_000;

let fleet: LivingFleet;
beforeAll(async () => {
  fleet = new LivingFleet();
  await fleet.succeed("cluster1");
}, 60_000);

const installed = () =>
  Object.fromEntries(
    eksState(fleet.cloud)
      .addons.values()
      .map(({ addonName, addonVersion }) => [addonName, addonVersion]),
  );

const upgradeByHand = (addonName: string, addonVersion: string) => {
  fleet.cloud.call(fleet.cloud.administrator, "eks", "UpdateAddon", {
    clusterName: "myeks",
    addonName,
    addonVersion,
  });
  fleet.cloud.clock.advance(60_000);
};

describe("add-ons of a living cluster", { timeout: 60_000 }, () => {
  it("stay as they are when EKS publishes newer ones", async () => {
    fleet.cloud.clock.advance(MONTH_MS);
    expect((await fleet.succeed("cluster1")).steps).toEqual([]);
    expect(installed()).toEqual({
      "vpc-cni": "v1.22.4-eksbuild.3",
      "kube-proxy": "v1.35.3-eksbuild.13",
      coredns: "v1.14.3-eksbuild.3",
    });
  });

  it("change to a given version, and back", async () => {
    const version = (value: string) => ({ addons: { coredns: { version: value } } });
    expect((await fleet.succeed("cluster1", version("v1.13.2-eksbuild.31"))).steps).toEqual([
      "update aws:eks/addon:Addon myeks-coredns",
    ]);
    expect((await fleet.succeed("cluster1")).steps).toEqual(["update aws:eks/addon:Addon myeks-coredns"]);
    expect(installed()["coredns"]).toBe("v1.14.3-eksbuild.3");
  });

  it("that somebody upgraded are not taken back", async () => {
    upgradeByHand("vpc-cni", "v1.23.0-eksbuild.1");
    upgradeByHand("coredns", "v1.14.3-eksbuild.23");
    await fleet.succeed("cluster1", { addons: { kubeProxy: { configuration: { mode: "ipvs" } } } });
    expect(installed()).toEqual({
      "vpc-cni": "v1.23.0-eksbuild.1",
      "kube-proxy": "v1.35.3-eksbuild.13",
      coredns: "v1.14.3-eksbuild.23",
    });
    await fleet.succeed("cluster1");
    expect((await fleet.succeed("cluster1")).steps).toEqual([]);
  });

  it("follow the Kubernetes version", async () => {
    await fleet.succeed("cluster1", { kubernetesVersion: "1.36" });
    expect(installed()).toEqual({
      "vpc-cni": "v1.23.0-eksbuild.1",
      "kube-proxy": "v1.36.0-eksbuild.14",
      coredns: "v1.14.3-eksbuild.23",
    });
    expect((await fleet.succeed("cluster1", { kubernetesVersion: "1.36" })).steps).toEqual([]);
  });

  it("refuse a vpc-cni that is two minor versions away, with the way there", async () => {
    const { programError, steps } = await fleet.up("cluster1", {
      kubernetesVersion: "1.36",
      addons: { vpcCni: { version: "v1.20.4-eksbuild.2" } },
    });
    expect(programError?.message).toBe(
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
        "  - addons.vpcCni.version would go from v1.23.0-eksbuild.1 to v1.20.4-eksbuild.2, " +
        "but EKS changes vpc-cni by one minor version at a time; set it to a version of v1.22 first",
    );
    expect(steps).toEqual([]);
  });
});
