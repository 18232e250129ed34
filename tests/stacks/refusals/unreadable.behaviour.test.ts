/** What the stacks ask before they register anything, and AWS does not tell. */
import { describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { deployStack } from "../../../stacks/index.ts";
import { livingCloud, SUBNETS } from "../../support/living-cloud.ts";
import { runProgram } from "../../support/pulumi-program.ts";
import { configure } from "../../support/stack-config.ts";

const DENIED = "User: arn:aws:iam::111122223333:user/jane is not authorized to perform: an:Action";

const INGRESS = { ingress: { subnetIds: SUBNETS } };

/** Deploys on a living primary with a function that fails; gives what it was refused with. */
const deploy = (
  failing: string,
  changes: Readonly<Record<string, ConfigValue>> = {},
  { message = DENIED, preview = false } = {},
) =>
  runProgram(
    async () => {
      configure("cluster1", changes);
      return deployStack().then(
        () => undefined,
        (error: unknown) => (error as Error).message,
      );
    },
    {
      ...livingCloud,
      preview,
      calls: {
        ...livingCloud.calls,
        [failing]: () => {
          throw new Error(message);
        },
      },
    },
  );

describe("without the permission to look", () => {
  it.each<[string, Record<string, ConfigValue>, string]>([
    ["aws:eks/getClusters:getClusters", {}, 'whether cluster "myeks" is there already cannot be told: '],
    ["aws:eks/getCluster:getCluster", {}, 'whether cluster "myeks" is there already cannot be told: '],
    ["aws:eks/getAddon:getAddon", {}, "by how much vpc-cni would change cannot be told: "],
    [
      "aws:lb/getLoadBalancer:getLoadBalancer",
      INGRESS,
      "whether ingress.subnetIds leaves out zones of the load balancer cannot be told: ",
    ],
  ])("%s an update is refused, and nothing is registered", async (failing, changes, words) => {
    const { result, resources } = await deploy(failing, changes);
    expect(await result).toContain(words);
    expect(await result).toContain(DENIED);
    expect(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });

  it("a preview goes on without the zones of the load balancer", async () => {
    const { result } = await deploy("aws:lb/getLoadBalancer:getLoadBalancer", INGRESS, { preview: true });
    expect(await result).toBeUndefined();
  });
});

it("an add-on that is not installed stops nothing", async () => {
  const message = "reading EKS Add-On (myeks:vpc-cni): couldn't find resource";
  expect(await (await deploy("aws:eks/getAddon:getAddon", {}, { message })).result).toBeUndefined();
});
