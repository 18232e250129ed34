import * as aws from "@pulumi/aws";
import { expect, it } from "vitest";
import { InProcessHost } from "../../../../sim/hosts/in-process/host.ts";
import { restoreWorld, saveWorld } from "../../../../sim/world.ts";
import { namesOf, PROJECT, REGION, Workshop } from "./support.ts";

it("goes on with what another host knew, from plain data, and leaves that alone", async () => {
  const program = (subnet: string) => () => {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: subnet });
    return { vpcId: vpc.id };
  };
  const workshop = new Workshop();
  await workshop.succeed(program("10.0.0.0/24"));
  // What an update that stopped has replaced is still to be deleted.
  await workshop.up(() => {
    program("10.0.1.0/24")();
    throw new Error("stop here");
  });
  const saved = JSON.stringify({ world: saveWorld(workshop.cloud), stacks: workshop.host.save() });
  const { world, stacks } = JSON.parse(saved) as {
    world: object;
    stacks: ReturnType<InProcessHost["save"]>;
  };
  const copy = new InProcessHost(restoreWorld(world), stacks);
  const steps: string[] = [];
  const { succeeded, outputs } = await copy.up(
    {
      project: PROJECT,
      stack: "dev",
      config: { "aws:region": REGION },
      program: () => Promise.resolve(program("10.0.1.0/24")()),
    },
    { onStep: ({ status, operation, name }) => status === "done" && steps.push(`${operation} ${name}`) },
  );
  expect([succeeded, steps, outputs]).toEqual([
    true,
    ["same shop-dev", "same vpc", "same subnet", "delete subnet"],
    workshop.host.save()["dev"]!.outputs,
  ]);
  expect(namesOf(copy.destroy(PROJECT, "dev").order)).toEqual(["subnet", "vpc", "shop-dev"]);
  expect(JSON.stringify({ world: saveWorld(workshop.cloud), stacks: workshop.host.save() })).toBe(saved);
});
