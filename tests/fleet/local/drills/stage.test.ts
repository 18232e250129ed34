import { describe, expect, it } from "vitest";
import { leaveFree } from "../../../../fleet/local/drills/actions.ts";
import { findDrill } from "../../../../fleet/local/drills/index.ts";
import { beforeFirst, editing, INGRESS } from "../../../../fleet/local/drills/mistakes.ts";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { PROJECT_DIRECTORY, stackFiles } from "../../../support/stack-files.ts";
import { EDGE, scene } from "./support.ts";

describe("a stage", () => {
  it("is refused where the stacks have no primary and member", async () => {
    const alone = new Scene({ projectDirectory: PROJECT_DIRECTORY, stacks: ["cluster1"] });
    await expect(alone.stage("primary")).rejects.toThrow(
      "this drill needs a stack with role primary and a member of it, but here are cluster1 (primary); " +
        "choose others with --stacks or --config-dir",
    );
  });

  it("is refused before anything is made where an edge has no cluster for the drill to act on", async () => {
    const updates: string[] = [];
    const edge = new Scene(
      { projectDirectory: PROJECT_DIRECTORY, configDirectory: EDGE },
      { step: () => {}, updated: (stack) => updates.push(stack) },
    );
    await expect(findDrill("flag-flipped").play(edge)).rejects.toThrow(
      "this drill needs a stack with role primary and a member of it, but here are edge (edge), blue (member), " +
        "green (member), red (member); choose others with --stacks or --config-dir",
    );
    expect(updates).toEqual([]);
  });

  it("is refused where Pulumi makes what the drill wants of the controller", async () => {
    const cluster1 = {
      "aws:region": "ap-northeast-2",
      role: "primary",
      clusterName: "myeks",
      ingress: { ownership: "pulumi" },
    };
    const owned = new Scene({
      projectDirectory: PROJECT_DIRECTORY,
      configDirectory: stackFiles({ cluster1 }),
    });
    await expect(findDrill("controller-removed-first").play(owned)).rejects.toThrow(
      "this drill needs a load balancer that the controller makes for an Ingress, but Pulumi makes that of cluster1 " +
        "(ingress.ownership is pulumi); choose others with --stacks or --config-dir",
    );
  });

  it("tells of a failure that is not the drill's mistake", async () => {
    const stage = await scene.stage("primary");
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
    const stage = await scene.stage("primary");
    const eightFree = beforeFirst(INGRESS, () => {
      leaveFree(stage, 8);
    });
    await expect(stage.fail("cluster1", eightFree)).rejects.toThrow(
      "the update of stack cluster1 went well in spite of the mistake",
    );
  });
});
