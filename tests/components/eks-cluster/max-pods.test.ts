import { describe, expect, it } from "vitest";
import { findInstanceType, maxPods, type PodNetworking } from "../../../components/index.ts";
import { instanceTypeNames } from "../../../components/eks-cluster/instance-types.ts";
import { addressesPerNode } from "../../../components/eks-cluster/max-pods.ts";

const type = (name: string) => findInstanceType(name)!;

describe("the table of instance types", () => {
  it("has what EC2 says of a type", () => {
    expect(type("t3.medium")).toEqual({
      name: "t3.medium",
      vcpus: 2,
      interfaces: 3,
      addressesPerInterface: 6,
      architecture: "x86_64",
      accelerator: "none",
    });
    expect(type("c7gn.16xlarge")).toEqual({
      name: "c7gn.16xlarge",
      vcpus: 64,
      interfaces: 15,
      addressesPerInterface: 50,
      architecture: "arm64",
      accelerator: "none",
    });
  });

  it.each([
    ["g5.xlarge", "x86_64", "nvidia"],
    ["g5g.xlarge", "arm64", "nvidia"],
    ["g4ad.xlarge", "x86_64", "none"],
    ["p5.48xlarge", "x86_64", "nvidia"],
    ["inf2.xlarge", "x86_64", "neuron"],
    ["trn1.2xlarge", "x86_64", "neuron"],
    ["i4i.large", "x86_64", "none"],
    ["im4gn.large", "arm64", "none"],
    ["is4gen.medium", "arm64", "none"],
    ["x2gd.medium", "arm64", "none"],
    ["a1.medium", "arm64", "none"],
    ["r7iz.large", "x86_64", "none"],
  ])("knows the processors of %s: %s, accelerators: %s", (name, architecture, accelerator) => {
    expect(type(name)).toMatchObject({ architecture, accelerator });
  });

  it("has neither Xen instances nor bare metal", () => {
    expect([
      findInstanceType("m4.large"),
      findInstanceType("t2.medium"),
      findInstanceType("m5.metal"),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it("has each type once, with limits that are whole numbers", () => {
    const names = [...instanceTypeNames()];
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(800);
    for (const name of names) {
      const { vcpus, interfaces, addressesPerInterface } = type(name);
      expect(
        [vcpus, interfaces, addressesPerInterface].every((limit) => Number.isInteger(limit) && limit > 0),
      ).toBe(true);
    }
  });

  it("knows no type that does not exist", () => {
    expect(findInstanceType("t3.mediun")).toBeUndefined();
  });
});

// Expected numbers: eni-max-pods.txt of the VPC CNI plugin, and max-pods-calculator.sh with its caps.
describe("maxPods", () => {
  it.each([
    ["t3.medium", "secondary-ip", 17],
    ["t3.nano", "secondary-ip", 4],
    ["m5.large", "secondary-ip", 29],
    ["m5.4xlarge", "secondary-ip", 110],
    ["m5.24xlarge", "secondary-ip", 250],
    ["t3.nano", "prefix-delegation", 34],
    ["t3.medium", "prefix-delegation", 110],
    ["m5.8xlarge", "prefix-delegation", 250],
    ["t3.medium", "custom-networking", 12],
    ["m5.large", "custom-networking", 20],
  ] as const)("%s runs with %s: %i", (name, mode, expected) => {
    expect(maxPods(type(name), mode)).toBe(expected);
  });
});

describe("addresses that a full node takes from its subnet", () => {
  const networkings: Record<string, PodNetworking> = {
    "all of its interfaces": { mode: "secondary-ip", warmEniTarget: 1 },
    "one interface more than it uses, where nothing is said": { mode: "secondary-ip" },
    "no interface that it does not use": { mode: "secondary-ip", warmEniTarget: 0 },
    "its pods' and the free ones, by address": { mode: "secondary-ip", warmIpTarget: 2 },
    "a minimum": { mode: "secondary-ip", warmIpTarget: 1, minimumIpTarget: 12 },
    "blocks of 16": { mode: "prefix-delegation", warmPrefixTarget: 1 },
    "blocks of 16, without a spare one": { mode: "prefix-delegation", warmIpTarget: 1 },
  };
  it.each([
    ["all of its interfaces", "t3.medium", 17, { nodeSubnet: 18, podSubnet: 0 }],
    ["all of its interfaces", "t3.medium", 4, { nodeSubnet: 12, podSubnet: 0 }],
    [
      "one interface more than it uses, where nothing is said",
      "t3.medium",
      4,
      { nodeSubnet: 12, podSubnet: 0 },
    ],
    ["no interface that it does not use", "t3.medium", 4, { nodeSubnet: 6, podSubnet: 0 }],
    ["its pods' and the free ones, by address", "t3.medium", 7, { nodeSubnet: 9, podSubnet: 0 }],
    ["a minimum", "t3.medium", 4, { nodeSubnet: 15, podSubnet: 0 }],
    ["blocks of 16", "t3.medium", 110, { nodeSubnet: 8 * 16 + 2, podSubnet: 0 }],
    ["blocks of 16, without a spare one", "t3.medium", 110, { nodeSubnet: 7 * 16 + 2, podSubnet: 0 }],
  ])("%s: %s with %i pods", (networking, name, pods, expected) => {
    expect(addressesPerNode(type(name), networkings[networking]!, pods)).toEqual(expected);
  });

  it("with custom networking is one, all others being in the pods' subnet", () => {
    const custom: PodNetworking = { mode: "custom-networking", podSubnetIds: {} };
    expect(addressesPerNode(type("t3.medium"), custom, 12)).toEqual({ nodeSubnet: 1, podSubnet: 12 });
  });
});
