import { describe, expect, it } from "vitest";
import { readInputs } from "../../../sim/core/read-inputs.ts";

describe("readInputs", () => {
  it("keeps inputs into whose blocks the cloud has filled in more", () => {
    const inputs = { vpcConfig: { subnetIds: ["subnet-a", "subnet-b"] }, name: "myeks" };
    const outputs = {
      vpcConfig: { subnetIds: ["subnet-b", "subnet-a"], vpcId: "vpc-1" },
      name: "myeks",
      arn: "arn:of:myeks",
    };
    expect(readInputs(outputs, inputs)).toEqual(inputs);
  });

  it("shows the present value where something else than the inputs say is there", () => {
    const inputs = { scalingConfig: { desiredSize: 3 }, tags: { team: "a" }, taints: [{ key: "a" }] };
    const outputs = {
      scalingConfig: { desiredSize: 4, minSize: 2 },
      tags: {},
      taints: [{ key: "b", effect: "NO_EXECUTE" }],
    };
    expect(readInputs(outputs, inputs)).toEqual(outputs);
  });

  it("sees an entry that was added to a list", () => {
    expect(readInputs({ cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }, { cidrBlocks: ["10.0.0.0/8"] })).toEqual({
      cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"],
    });
  });

  it("keeps inputs of which the cloud tells nothing", () => {
    expect(readInputs({}, { forceDetachPolicies: true })).toEqual({ forceDetachPolicies: true });
  });
});
