import { describe, expect, it } from "vitest";
import { StackState, type ResourceRecord } from "../../../../sim/hosts/in-process/stack-state.ts";

describe("the order in which resources can go", () => {
  it("is the reverse of creation where nothing depends on anything", () => {
    expect(orderOf(["a"], ["b"], ["c"])).toEqual(["c", "b", "a"]);
  });

  it("puts dependents first, also where an update made an older resource depend on a younger one", () => {
    expect(orderOf(["old", { dependencies: ["young"] }], ["young"])).toEqual(["old", "young"]);
  });

  it("puts children before their parent", () => {
    expect(orderOf(["parent"], ["child", { parent: "parent" }], ["grandchild", { parent: "child" }])).toEqual(
      ["grandchild", "child", "parent"],
    );
  });

  it("takes a dependency on a component as one on all that it contains", () => {
    expect(
      orderOf(
        ["waiting", { dependencies: ["component"] }],
        ["component", { custom: false }],
        ["inner", { parent: "component", custom: false }],
        ["innermost", { parent: "inner" }],
      ),
    ).toEqual(["waiting", "innermost", "inner", "component"]);
  });

  it("takes a dependency on a provider's resource as one on itself, whose children may depend on each other", () => {
    expect(
      orderOf(
        ["subnet"],
        ["gateway", { parent: "subnet", dependencies: ["subnet", "address"] }],
        ["address", { parent: "subnet", dependencies: ["subnet"] }],
      ),
    ).toEqual(["gateway", "address", "subnet"]);
  });

  it("holds for resources that were replaced, beside their replacements", () => {
    const state = new StackState("project");
    const [network, subnet] = [record("network"), record("subnet", { dependencies: ["network"] })];
    const [newNetwork, newSubnet] = [
      { ...network, id: "new" },
      { ...subnet, id: "new" },
    ];
    for (const one of [network, subnet]) state.resources.set(one.urn, one);
    state.replace(network, newNetwork);
    state.replace(subnet, newSubnet);
    expect(state.destroyOrder()).toEqual([subnet, newSubnet, network, newNetwork]);
    for (const one of [subnet, newNetwork]) state.forget(one);
    expect(state.destroyOrder()).toEqual([newSubnet, network]);
  });
});

type Given = readonly [string, Partial<ResourceRecord>?];

function orderOf(...given: readonly Given[]): string[] {
  const state = new StackState("project");
  for (const [urn, properties] of given) state.resources.set(urn, record(urn, properties));
  return state.destroyOrder().map(({ urn }) => urn);
}

function record(urn: string, properties: Partial<ResourceRecord> = {}): ResourceRecord {
  return {
    urn,
    type: "test:index:Thing",
    name: urn,
    custom: true,
    dependencies: [],
    propertyDependencies: {},
    provider: {},
    protect: false,
    retainOnDelete: false,
    incomplete: false,
    id: "first",
    inputs: {},
    outputs: {},
    outputDependencies: {},
    ...properties,
  };
}
