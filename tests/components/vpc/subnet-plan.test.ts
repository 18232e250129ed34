import { describe, expect, it } from "vitest";
import { planSubnets } from "../../../components/index.ts";

const third = (block: string) => Number(block.split(".")[2]) / 4;

describe("blocks of a VPC's subnets", () => {
  const numbers = (availabilityZoneCount: number) => {
    const { publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets({ availabilityZoneCount });
    return { public: publicSubnetCidrBlocks.map(third), private: privateSubnetCidrBlocks.map(third) };
  };

  it.each([2, 3, 4, 5, 6])("do not depend on there being %i zones", (count) => {
    expect(numbers(count)).toEqual({
      public: [0, 1, 2, 6, 8, 10].slice(0, count),
      private: [3, 4, 5, 7, 9, 11].slice(0, count),
    });
  });

  it("are whole ones of a VPC of any size", () => {
    expect(planSubnets({ cidrBlock: "10.1.0.0/21", availabilityZoneCount: 6 })).toMatchObject({
      publicSubnetCidrBlocks: expect.arrayContaining(["10.1.1.64/27"]),
      privateSubnetCidrBlocks: expect.arrayContaining(["10.1.1.96/27"]),
    });
  });
});
