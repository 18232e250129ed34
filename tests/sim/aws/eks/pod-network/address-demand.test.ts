import { describe, expect, it } from "vitest";
import { addressDemand } from "../../../../../sim/aws/eks/pod-network/address-demand.ts";
import { cniSettings } from "../../../../../sim/aws/eks/pod-network/settings.ts";
import { NotSimulated } from "../../../../../sim/core/errors.ts";

/** A t3.medium: three interfaces of six addresses, 17 pods. */
const node = { freePrefixes: 0, perInterface: 5, maxPods: 17 };

function demand(
  environment: Record<string, string>,
  total: number,
  available: number,
  freePrefixes = 0,
): number {
  return addressDemand(cniSettings(environment), { ...node, total, available, freePrefixes });
}

describe("with whole interfaces kept free", () => {
  it.each([
    ["a first interface at the start", 0, 0, 5],
    ["nothing more while one interface's addresses are free", 5, 5, 0],
    ["a second interface with the first pod", 5, 4, 5],
    ["nothing more while an interface and some addresses are free", 10, 9, 0],
    ["to give an interface back when two are free", 10, 10, -5],
    ["nothing more than the node can run pods", 20, 3, 0],
  ])("wants %s", (_what, total, available, wanted) => {
    expect(demand({ WARM_ENI_TARGET: "1" }, total, available)).toBe(wanted);
  });

  it("wants an interface only when all addresses are used, if none is to be kept free", () => {
    expect(demand({ WARM_ENI_TARGET: "0" }, 5, 1)).toBe(0);
    expect(demand({ WARM_ENI_TARGET: "0" }, 5, 0)).toBe(5);
  });
});

describe("with addresses kept free", () => {
  it.each([
    ["the missing ones", { WARM_IP_TARGET: "3" }, 4, 1, 2],
    ["to give back the surplus", { WARM_IP_TARGET: "3" }, 9, 5, -2],
    ["the minimum at the start", { WARM_IP_TARGET: "1", MINIMUM_IP_TARGET: "10" }, 0, 0, 10],
    ["to keep the minimum", { WARM_IP_TARGET: "1", MINIMUM_IP_TARGET: "10" }, 10, 8, 0],
    ["no whole interfaces besides", { WARM_IP_TARGET: "2", WARM_ENI_TARGET: "1" }, 2, 2, 0],
  ])("wants %s", (_what, environment, total, available, wanted) => {
    expect(demand(environment, total, available)).toBe(wanted);
  });
});

describe("with prefixes", () => {
  const prefixes = { ENABLE_PREFIX_DELEGATION: "true" };

  it.each([
    ["a prefix at the start", prefixes, 0, 0, 0, 1],
    ["a second one with the first pod", prefixes, 16, 15, 0, 1],
    ["nothing more while one is free", prefixes, 32, 31, 1, 0],
    ["to give one back when two are free", prefixes, 32, 32, 2, -1],
    ["one for fewer addresses than it has", { ...prefixes, WARM_IP_TARGET: "5" }, 16, 2, 0, 1],
    ["to give one back for as many addresses", { ...prefixes, WARM_IP_TARGET: "5" }, 48, 40, 2, -2],
    ["to give back none that is in use", { ...prefixes, WARM_IP_TARGET: "5" }, 48, 40, 0, 0],
    ["nothing more than the node can run pods", prefixes, 32, 15, 0, 0],
  ])("wants %s", (_what, environment, total, available, freePrefixes, wanted) => {
    expect(demand(environment, total, available, freePrefixes)).toBe(wanted);
  });
});

it("says of ways of networking that it does not know that they are not simulated", () => {
  expect(() => cniSettings({ ENABLE_POD_ENI: "true" })).toThrow(
    new NotSimulated("VPC CNI setting ENABLE_POD_ENI=true"),
  );
});
