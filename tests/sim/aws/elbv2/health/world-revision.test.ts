import { beforeEach, expect, it } from "vitest";
import { worldRevision } from "../../../../../sim/aws/elbv2/health/world-revision.ts";
import { SimulatedCloud } from "../../../../../sim/cloud.ts";

const LONGEST_MS = 300_000;

let cloud: SimulatedCloud;
let before: string;

beforeEach(() => {
  cloud = new SimulatedCloud();
  // To the beginning of a period, and of one twice as long.
  cloud.clock.advance(2 * LONGEST_MS - (cloud.clock.now() % (2 * LONGEST_MS)));
  before = worldRevision(cloud);
});

it("stays while nothing changes, and until five minutes have passed", () => {
  cloud.call(cloud.administrator, "ec2", "DescribeVpcs", {});
  cloud.clock.advance(LONGEST_MS - 1);
  expect(worldRevision(cloud)).toBe(before);
  cloud.clock.advance(1);
  expect(worldRevision(cloud)).not.toBe(before);
});

it("is another one after a call that changes something", () => {
  cloud.call(cloud.administrator, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" });
  expect(worldRevision(cloud)).not.toBe(before);
});
