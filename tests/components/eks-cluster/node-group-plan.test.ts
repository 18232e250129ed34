import { expect, it } from "vitest";
import { planNodeGroup } from "../../../components/index.ts";

const GROUP = { name: "ng", instanceTypes: ["t3.medium"], count: 3 } as const;

it("with single addresses a t3.medium runs 17 pods, and keeps the addresses of a whole interface", () => {
  expect(planNodeGroup(GROUP, { mode: "secondary-ip" })).toEqual({
    name: "ng",
    instanceType: "t3.medium",
    subnets: "public",
    count: 3,
    maxSize: 5,
    interfaces: 3,
    slots: 5,
    slotKind: "addresses",
    maxPods: 17,
    idle: { nodeSubnet: 6, podSubnet: 0 },
    full: { nodeSubnet: 18, podSubnet: 0 },
  });
});

it("with few warm addresses a node takes little more than it uses", () => {
  const networking = { mode: "secondary-ip", warmIpTarget: 2, minimumIpTarget: 4 } as const;
  expect(planNodeGroup(GROUP, networking)).toMatchObject({
    idle: { nodeSubnet: 5, podSubnet: 0 },
    full: { nodeSubnet: 18, podSubnet: 0 },
  });
});

it("with prefixes it runs 110 pods in blocks of 16 addresses", () => {
  expect(planNodeGroup(GROUP, { mode: "prefix-delegation" })).toMatchObject({
    slotKind: "prefixes",
    maxPods: 110,
    idle: { nodeSubnet: 17, podSubnet: 0 },
    full: { nodeSubnet: 130, podSubnet: 0 },
  });
});

it("with custom networking the first interface serves no pods, and pods take another subnet's addresses", () => {
  expect(planNodeGroup(GROUP, { mode: "custom-networking", podSubnetIds: {} })).toMatchObject({
    interfaces: 2,
    maxPods: 12,
    idle: { nodeSubnet: 1, podSubnet: 6 },
    full: { nodeSubnet: 1, podSubnet: 12 },
  });
});

it("of several instance types the one that runs the fewest pods counts", () => {
  expect(
    planNodeGroup({ ...GROUP, instanceTypes: ["m5.xlarge", "t3.medium"] }, { mode: "secondary-ip" }),
  ).toMatchObject({ instanceType: "t3.medium", maxPods: 17 });
});

it("pods that a group is limited to count in place of what the type runs", () => {
  expect(planNodeGroup({ ...GROUP, maxPods: 8 }, { mode: "secondary-ip" })).toMatchObject({
    maxPods: 8,
    full: { nodeSubnet: 18, podSubnet: 0 },
  });
});

it("a group whose instance types are not known has no plan", () => {
  expect(planNodeGroup({ ...GROUP, instanceTypes: ["x99.huge"] }, { mode: "secondary-ip" })).toBeUndefined();
});
