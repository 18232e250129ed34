import { expect, it } from "vitest";
import { podCapacity, type NodeGroupArgs, type PodNetworking } from "../../../components/index.ts";

const ONE_ADDRESS: PodNetworking = { mode: "secondary-ip" };
const PREFIXES: PodNetworking = { mode: "prefix-delegation" };

it.each<[string, readonly NodeGroupArgs[], PodNetworking, { nodes: number; pods: number } | undefined]>([
  ["three t3.medium", [{}], ONE_ADDRESS, { nodes: 3, pods: 51 }],
  ["prefixes", [{ count: 2 }], PREFIXES, { nodes: 2, pods: 220 }],
  ["a limit of one's own", [{ count: 2, maxPods: 8 }], ONE_ADDRESS, { nodes: 2, pods: 16 }],
  [
    "two groups, of the smaller type each",
    [
      { count: 1, instanceTypes: ["t3.medium", "t3.small"] },
      { name: "large", count: 1, instanceTypes: ["m5.large"] },
    ],
    ONE_ADDRESS,
    { nodes: 2, pods: 11 + 29 },
  ],
  [
    "taints that keep pods out, and one that does not",
    [
      { count: 1 },
      { name: "gpu", taints: [{ key: "gpu", effect: "NO_SCHEDULE" }] },
      { name: "going", taints: [{ key: "going", effect: "NO_EXECUTE" }] },
      { name: "spare", count: 1, taints: [{ key: "spare", effect: "PREFER_NO_SCHEDULE" }] },
    ],
    ONE_ADDRESS,
    { nodes: 2, pods: 34 },
  ],
  ["a type that nobody knows", [{ instanceTypes: ["t3.medium", "huge"] }], ONE_ADDRESS, undefined],
  ["no type", [{ instanceTypes: [] }], ONE_ADDRESS, undefined],
])("counts the pods that nodes can run: %s", (_what, groups, networking, capacity) => {
  expect(podCapacity(groups, networking)).toEqual(capacity);
});
