import { describe, expect, it } from "vitest";
import { leaveFree } from "../../../../fleet/local/drills/actions.ts";
import { beforeFirst, editing, INGRESS } from "../../../../fleet/local/drills/mistakes.ts";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";
import { scene } from "./support.ts";

describe("a stage", () => {
  it("is refused where the stacks have no primary and member", async () => {
    const alone = new Scene({ projectDirectory: PROJECT_DIRECTORY, stacks: ["cluster1"] });
    await expect(alone.stage()).rejects.toThrow(
      "a drill needs a stack with role primary and a member of it, but here are cluster1 (primary); " +
        "choose others with --stacks or --config-dir",
    );
  });

  it("tells of a failure that is not the drill's mistake", async () => {
    const stage = await scene.stage();
    const broken = editing<{ cidrBlock: string }>("aws:ec2/vpc:Vpc", (inputs) => {
      inputs.cidrBlock = "10.0.0.0/8";
    });
    await expect(stage.up("cluster1", broken)).rejects.toThrow(
      [
        "stack cluster1 failed:",
        "  awsx:ec2:Vpc (myeks-vpc):",
        "    aws:ec2/vpc:Vpc resource 'myeks-vpc' has a problem:",
        '      - cidrBlock: expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: 8',
      ].join("\n"),
    );
  });

  it("tells of a mistake that does no harm: eight free addresses are enough for a load balancer", async () => {
    const stage = await scene.stage();
    const eightFree = beforeFirst(INGRESS, () => {
      leaveFree(stage, 8);
    });
    await expect(stage.fail("cluster1", eightFree)).rejects.toThrow(
      "the update of stack cluster1 went well in spite of the mistake",
    );
  });
});
