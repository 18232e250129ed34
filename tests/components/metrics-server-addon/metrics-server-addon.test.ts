import { describe, expect, it } from "vitest";
import {
  MetricsServerAddon,
  type KubernetesVersion,
  type MetricsServerAddonArgs,
} from "../../../components/index.ts";
import { refusalOf, runProgram, summary, valueOf } from "../../support/pulumi-program.ts";

async function addon(args: Partial<MetricsServerAddonArgs> = {}) {
  const run = await runProgram(() => new MetricsServerAddon("myeks", { clusterName: "myeks", ...args }));
  return { ...run, inputs: run.resource("myeks-metrics-server").inputs };
}

describe("MetricsServerAddon", () => {
  it("installs the add-on that goes with the Kubernetes version, on two pods", async () => {
    const { resources, inputs, result } = await addon();
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:MetricsServerAddon myeks",
      "aws:eks/addon:Addon myeks-metrics-server",
    ]);
    expect(inputs).toEqual({
      clusterName: "myeks",
      addonName: "metrics-server",
      addonVersion: "v0.9.0-eksbuild.11",
      configurationValues: '{"replicas":2}',
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: {},
    });
    expect(await valueOf(result.addonVersion)).toBe("v0.9.0-eksbuild.11");
  });

  it.each<[KubernetesVersion, string]>([
    ["1.34", "v0.9.0-eksbuild.5"],
    ["1.35", "v0.9.0-eksbuild.11"],
    ["1.36", "v0.9.0-eksbuild.11"],
  ])("has a fixed version for %s", async (kubernetesVersion, version) => {
    const { inputs } = await addon({ kubernetesVersion });
    expect(inputs["addonVersion"]).toBe(version);
  });

  it("leaves a newer version as it is, and takes the one that is wanted", async () => {
    const living = Promise.resolve({
      name: "myeks",
      vpcId: "vpc-1",
      subnetIds: [],
      addonVersion: (name: string) =>
        Promise.resolve(name === "metrics-server" ? "v0.9.0-eksbuild.12" : undefined),
      encryptionKeyArn: () => Promise.resolve(undefined),
    });
    const newer = await addon({ living });
    expect(newer.inputs["addonVersion"]).toBe("v0.9.0-eksbuild.12");
    const wanted = await addon({ living, version: "v0.9.0-eksbuild.5" });
    expect(wanted.inputs["addonVersion"]).toBe("v0.9.0-eksbuild.5");
  });

  it("configures pods, and what else is given", async () => {
    const { inputs } = await addon({
      replicas: 3,
      tolerations: [{ operator: "Exists" }],
      configuration: { resources: { requests: { cpu: "200m" } } },
      tags: { team: "shop" },
    });
    expect(JSON.parse(String(inputs["configurationValues"]))).toEqual({
      replicas: 3,
      tolerations: [{ operator: "Exists" }],
      resources: { requests: { cpu: "200m" } },
    });
    expect(inputs["tags"]).toEqual({ team: "shop" });
  });

  it.each([1, 5])("takes %i pods", (replicas) => {
    expect(MetricsServerAddon.problems("myeks", { clusterName: "myeks", replicas })).toEqual([]);
  });

  it("refuses wrong args, all at once", async () => {
    const message = await refusalOf(
      () =>
        new MetricsServerAddon("myeks", {
          clusterName: "my eks",
          kubernetesVersion: "1.20" as KubernetesVersion,
          version: "0.9.0",
          replicas: 6,
          tolerations: [{ operator: "Equal" }],
          tags: { "aws:x": "1" },
        }),
    );
    expect(message).toBe(`MetricsServerAddon "myeks" has 6 problems:
  - clusterName is "my eks"; use 1 to 100 letters, digits, hyphens and underscores, the first a letter or digit
  - kubernetesVersion is "1.20"; use one of 1.34, 1.35, 1.36
  - version is "0.9.0"; use a version of the add-on such as v0.9.0-eksbuild.11
  - replicas is 6; use a whole number from 1 to 5
  - tolerations[0] has no key, which is for the operator Exists; give a key, or operator "Exists"
  - tags["aws:x"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key`);
  });
});
