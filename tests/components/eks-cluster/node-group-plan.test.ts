import { expect, it } from "vitest";
import { planNodeGroup } from "../../../components/index.ts";
import { resolveNodeGroup } from "../../../components/eks-cluster/node-groups.ts";
import { subnetCapacityProblems } from "../../../components/eks-cluster/subnet-capacity.ts";

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

it("of several instance types the fewest pods count, and the most addresses", () => {
  const mixed = { ...GROUP, instanceTypes: ["m5.xlarge", "t3.medium"] };
  // Nodes are told no limit, so that an m5.xlarge runs its own 58 pods, with 4 interfaces of 15 addresses.
  expect(planNodeGroup(mixed, { mode: "secondary-ip" })).toMatchObject({
    instanceType: "t3.medium",
    maxPods: 17,
    idle: { nodeSubnet: 15, podSubnet: 0 },
    full: { nodeSubnet: 60, podSubnet: 0 },
  });
  // Here all are told that of the type that runs the fewest.
  const podSubnetIds = {};
  expect(planNodeGroup(mixed, { mode: "custom-networking", podSubnetIds })).toMatchObject({
    instanceType: "t3.medium",
    maxPods: 12,
    full: { nodeSubnet: 1, podSubnet: 30 },
  });
});

it("and the check agree on what a node of several instance types takes", () => {
  const mixed = { ...GROUP, instanceTypes: ["t3.medium", "m5.xlarge"], count: 1, maxSize: 1 };
  for (const networking of [
    { mode: "secondary-ip" },
    { mode: "prefix-delegation" },
    { mode: "secondary-ip", warmIpTarget: 2, minimumIpTarget: 30 },
  ] as const) {
    const { full } = planNodeGroup(mixed, networking)!;
    const problems = subnetCapacityProblems([resolveNodeGroup(mixed)], networking, {
      public: ["10.0.0.0/28"],
      private: undefined,
    });
    expect(problems.map(({ reason }) => reason).join()).toContain(`need ${full.nodeSubnet} addresses`);
  }
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
