import { describe, expect, it } from "vitest";
import { EKS_CLUSTER_DEFAULTS, type NodeGroupArgs } from "../../../components/index.ts";
import { fullSubnetProblems } from "../../../components/eks-cluster/node-subnets.ts";
import { resolveNodeGroup } from "../../../components/eks-cluster/node-groups.ts";
import { subnetCapacityProblems } from "../../../components/eks-cluster/subnet-capacity.ts";

const { podNetworking: DEFAULT_POD_NETWORKING } = EKS_CLUSTER_DEFAULTS;
const groups = (...args: NodeGroupArgs[]) => args.map(resolveNodeGroup);
const publicBlocks = (...cidrs: string[]) => ({ public: cidrs, private: undefined });

describe("node groups in subnets", () => {
  // 5 nodes of 18 addresses, two in the fullest of three subnets: 36. A /26 has 59, a /27 has 27.
  it("fit where the smallest subnet has room for its share at maxSize", () => {
    const cidrs = ["10.0.0.0/24", "10.0.1.0/26", "10.0.2.0/24"];
    expect(subnetCapacityProblems(groups({}), DEFAULT_POD_NETWORKING, publicBlocks(...cidrs))).toEqual([]);
  });

  it("are refused where it has not, with the sum and three ways out", () => {
    const cidrs = ["10.0.0.0/24", "10.0.1.0/27", "10.0.2.0/24"];
    expect(subnetCapacityProblems(groups({}), DEFAULT_POD_NETWORKING, publicBlocks(...cidrs))).toEqual([
      {
        keys: ["nodeGroups"],
        path: "nodeGroups",
        reason:
          "cannot fit: at maxSize their nodes and pods need 36 addresses in each public subnet (ng: 2 nodes with 18 " +
          "addresses), but 10.0.1.0/27 has 27; use larger subnets, a smaller maxSize or maxPods, or custom-networking",
      },
    ]);
  });

  it("may take the last address of a subnet, and not one more", () => {
    const networking = { ...DEFAULT_POD_NETWORKING, warmIpTarget: 1 };
    // A /27 has 27 addresses for others than AWS; of a node two pods need none, and each interface has one itself.
    const problems = (maxPods: number) => {
      const group = groups({ instanceTypes: ["m5.large"], count: 1, maxSize: 1, maxPods });
      return subnetCapacityProblems(group, networking, publicBlocks("10.0.0.0/27"));
    };
    expect(problems(25)).toEqual([]);
    expect(problems(26).map(({ reason }) => reason)).toEqual([
      "cannot fit: at maxSize their nodes and pods need 28 addresses in each public subnet (ng: 1 nodes with 28 " +
        "addresses), but 10.0.0.0/27 has 27; use larger subnets, a smaller maxSize or maxPods, or custom-networking",
    ]);
  });

  it("are added up in the subnets that they share, and only there", () => {
    const two = groups({ name: "a", maxSize: 6, count: 6 }, { name: "b", maxSize: 3, count: 3 });
    const blocks = publicBlocks("10.0.0.0/26", "10.0.1.0/26", "10.0.2.0/26");
    expect(subnetCapacityProblems(two, DEFAULT_POD_NETWORKING, blocks)).toEqual([]);
    const three = groups(
      { name: "a", maxSize: 6, count: 6 },
      { name: "b", maxSize: 6, count: 6 },
      { name: "c", subnets: "private" },
    );
    expect(subnetCapacityProblems(three, DEFAULT_POD_NETWORKING, blocks).map(({ reason }) => reason)).toEqual(
      [
        "cannot fit: at maxSize their nodes and pods need 72 addresses in each public subnet (a: 2 nodes with 18 " +
          "addresses; b: 2 nodes with 18 addresses), but 10.0.0.0/26 has 59; use larger subnets, a smaller maxSize or " +
          "maxPods, or custom-networking",
      ],
    );
  });

  it("fit when their pods have subnets of their own", () => {
    const custom = { mode: "custom-networking", podSubnetIds: {} } as const;
    expect(subnetCapacityProblems(groups({}), custom, publicBlocks("10.0.0.0/27"))).toEqual([]);
  });

  it("may be as large as their nodes' subnets and those of pods together have room for, and no larger", () => {
    // 5 nodes of 18 addresses, two in the fullest subnet: 36, of which a /27 has 27 and a /28 of the pods has 11.
    const blocks = {
      ...publicBlocks("10.0.0.0/27", "10.0.0.32/27", "10.0.0.64/27"),
      pods: ["100.64.0.0/28"],
    };
    expect(subnetCapacityProblems(groups({}), DEFAULT_POD_NETWORKING, blocks)).toEqual([]);
    const other = groups({ name: "a" }, { name: "b", count: 1, maxSize: 1 });
    expect(subnetCapacityProblems(other, DEFAULT_POD_NETWORKING, blocks).map(({ reason }) => reason)).toEqual(
      [
        "cannot fit: at maxSize their nodes and pods need 54 addresses in each public subnet (a: 2 nodes with 18 addresses; " +
          "b: 1 nodes with 18 addresses), but 10.0.0.0/27 has 27, and the pods' subnets of a zone have 11; use larger subnets, a " +
          "smaller maxSize or maxPods, or custom-networking",
      ],
    );
    const closed = { ...DEFAULT_POD_NETWORKING, subnetDiscovery: false } as const;
    expect(subnetCapacityProblems(groups({}), closed, blocks)).toHaveLength(1);
  });

  it("of both tiers share what the pods' subnets have", () => {
    const both = groups({ name: "a" }, { name: "b", subnets: "private" });
    const small = ["10.0.0.0/27", "10.0.0.32/27", "10.0.0.64/27"];
    const problems = (pods: string[]) =>
      subnetCapacityProblems(both, DEFAULT_POD_NETWORKING, { public: small, private: small, pods });
    // Either needs nine more.
    expect(problems(["100.64.0.0/28"]).map(({ reason }) => reason)).toEqual([
      expect.stringContaining("in each private subnet"),
    ]);
    expect(problems(["100.64.0.0/28", "100.65.0.0/28"])).toEqual([]);
  });

  it("with custom networking fit the pods' subnet to its last address", () => {
    const custom = { mode: "custom-networking" } as const;
    const problems = (pods: string, maxSize: number) =>
      subnetCapacityProblems(groups({ count: 1, maxSize }), custom, {
        ...publicBlocks("10.0.0.0/27"),
        pods: [pods],
      }).map(({ reason }) => reason);
    // A node takes 12 of them: a /27 has 27, a /28 has 11.
    expect(problems("100.64.0.0/27", 2)).toEqual([]);
    expect(problems("100.64.0.0/27", 3)).toEqual([
      "cannot fit: at maxSize their pods need 36 addresses in the pods' subnet of a zone (ng: 3 nodes with 12 addresses), " +
        "but 100.64.0.0/27 has 27; use a larger secondary block, or a smaller maxSize or maxPods",
    ]);
  });

  it("fail what waits for subnets whose blocks become known late", () => {
    const args = { nodeGroups: groups({}), podNetworking: DEFAULT_POD_NETWORKING };
    const blocks = ["10.0.0.0/27", "10.0.0.32/27"];
    expect(
      fullSubnetProblems("public", { cidrBlocks: blocks, pods: undefined }, args).map(
        ({ path, reason }) => `${path} ${reason}`,
      ),
    ).toEqual([
      "nodeGroups cannot fit: at maxSize their nodes and pods need 54 addresses in each public " +
        "subnet (ng: 3 nodes with 18 addresses), but 10.0.0.0/27 has 27; use larger subnets, a smaller maxSize or " +
        "maxPods, or custom-networking",
    ]);
    expect(fullSubnetProblems("private", { cidrBlocks: blocks, pods: undefined }, args)).toEqual([]);
  });

  it("are not judged where the blocks are unknown", () => {
    const unknown = { public: undefined, private: undefined };
    expect(subnetCapacityProblems(groups({ maxSize: 400 }), DEFAULT_POD_NETWORKING, unknown)).toEqual([]);
  });
});
