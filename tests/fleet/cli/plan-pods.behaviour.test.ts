import { describe, expect, it } from "vitest";
import { stackFiles } from "../../support/stack-files.ts";
import { mci } from "./mci.ts";

const LINES = [
  "cluster1  cluster myeks, secondary-ip",
  " node group    nodes       instance type    a node has                     max-pods    room for pods    addresses of a node",
  " ng            3 (to 5)    t3.medium        3 interfaces of 5 addresses    17          51 (to 85)       6 to 18",
  "12 pods to begin with: 2 of apps, 10 of the system; the nodes run 51, at maxSize 85",
  "",
  " subnets of    tier        smallest          addresses    taken without pods    taken at most",
  " cluster1      3 public    192.168.0.0/22    1019         6                     36",
  "",
];

describe("mci plan-pods", () => {
  it("shows what nodes run and what they take of their subnets", async () => {
    expect(await mci("plan-pods", "--stacks", "cluster1")).toEqual({
      code: 0,
      stdout: LINES.join("\n"),
      stderr: "",
    });
  });

  it("ends with an error where a stack would be refused, after the plan", async () => {
    const folder = stackFiles({ cluster2: "config: {}\n" });
    const { code, stdout, stderr } = await mci("plan-pods", "--config-dir", folder);
    expect([code, stdout.includes("refused: role is missing"), stderr]).toEqual([
      1,
      true,
      "error: the configuration of cluster2 would be refused\n",
    ]);
  });
});
