import { expect, it } from "vitest";
import {
  allInstanceTypes,
  findInstanceType,
  getInstanceType,
} from "../../../../sim/aws/ec2/instance-types.ts";
import { NotSimulated } from "../../../../sim/core/errors.ts";
import { refusalOf } from "./support.ts";

// From DescribeInstanceTypes.
it.each([
  ["t3.medium", 2, 4096, 3, 6],
  ["t3a.small", 2, 2048, 2, 4],
  ["m5.large", 2, 8192, 3, 10],
  ["m7i.48xlarge", 192, 786_432, 15, 50],
  ["c5.9xlarge", 36, 73_728, 8, 30],
  ["c6i.32xlarge", 128, 262_144, 15, 50],
  ["r6i.4xlarge", 16, 131_072, 8, 30],
])(
  "knows processors, memory, interfaces and addresses of %s",
  (name, vcpus, memoryMiB, maxInterfaces, addressesPerInterface) => {
    expect(getInstanceType(name)).toEqual({
      name,
      vcpus,
      memoryMiB,
      maxInterfaces,
      addressesPerInterface,
      architecture: "x86_64",
    });
  },
);

it("has each family's own sizes only", () => {
  expect(findInstanceType("m5.9xlarge")).toBeUndefined();
  expect(findInstanceType("c5.8xlarge")).toBeUndefined();
  expect(allInstanceTypes()).toHaveLength(168);
});

it("refuses other types in AWS's words", () => {
  expect(refusalOf(() => getInstanceType("t3.giant"))).toBe(
    "InvalidInstanceType: The following supplied instance types do not exist: [t3.giant]",
  );
});

it("does not claim to know that a type of another family does not exist", () => {
  expect(() => findInstanceType("m5a.large")).toThrow(new NotSimulated("EC2 instance type m5a.large"));
  expect(findInstanceType("huge")).toBeUndefined();
});
